"use client";
import { useEffect, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import type { TryRuleDto } from "@/lib/services/alert/schemas";
import { AlertFacts } from "./alert-facts";

/** What a rule would say now. */
export function TryResult({ result }: { result: TryRuleDto }) {
  const { findings, unknown, syncCount } = result;
  const here = useRef<HTMLDivElement>(null);
  // The form is longer than the screen: what was asked for comes into sight.
  useEffect(() => {
    here.current?.scrollIntoView({ block: "nearest" });
  }, [result]);
  return (
    <div
      ref={here}
      role="status"
      className="grid gap-3 rounded-control bg-sunken p-3"
    >
      <p className="text-sm font-medium">{headline(result)}</p>
      {findings.map((finding) => (
        <div
          key={`${finding.subject.kind} ${finding.subject.id}`}
          className="grid gap-1"
        >
          <p className="text-sm font-[550] [overflow-wrap:anywhere]">
            {finding.title}
          </p>
          <p className="text-xs [overflow-wrap:anywhere] text-ink-2">
            {finding.cause}
          </p>
          <AlertFacts facts={finding.facts} />
        </div>
      ))}
      {unknown.map(({ subject, why }) => (
        <p key={subject.id} className="text-xs text-ink-2">
          <span className="font-medium">{subject.name}</span>: {why}
        </p>
      ))}
      {syncCount === 0 && (
        <Notice tone="warn">
          No live sync is looked at: publish one, or choose others.
        </Notice>
      )}
    </div>
  );
}

function headline({ findings, syncCount }: TryRuleDto): string {
  const syncs = `${syncCount} live sync${syncCount === 1 ? "" : "s"}`;
  if (findings.length === 0) return `It would mind nothing now, of ${syncs}.`;
  return findings.length === 1
    ? `It would open one alert now, of ${syncs}:`
    : `It would open ${findings.length} alerts now, of ${syncs}:`;
}
