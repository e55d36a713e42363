"use client";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag, type Tone } from "@/components/ui/tag";
import { useDrift, useSyncCheck } from "@/lib/queries/syncs";
import type { DriftDto } from "@/lib/services/catalogue/schemas";
import type { CheckProblemDto } from "@/lib/services/sync/schemas";

const TONES = {
  error: ["bad", "Error"],
  warning: ["warn", "Doubtful"],
  advice: ["neutral", "Advice"],
} as const satisfies Record<string, readonly [Tone, string]>;

/** What is doubtful in the mapping by the records that were seen, and which fields came or went. Nothing when all is well. */
export function AttentionCard({ syncId }: { syncId: string }) {
  const problems = useSyncCheck(syncId).data ?? [];
  const drift = useDrift(syncId).data ?? { new: [], vanished: [] };
  const count = problems.length + drift.new.length + drift.vanished.length;
  if (count === 0) return null;
  return (
    <Card title="Worth a look">
      <ul className="divide-y divide-line">
        {problems.map((problem) => (
          <Problem
            key={`${problem.path} ${problem.message}`}
            problem={problem}
          />
        ))}
        <Drift drift={drift} />
      </ul>
    </Card>
  );
}

const rowClasses =
  "flex flex-wrap items-baseline gap-x-2.5 gap-y-1 px-4 py-2.5 text-sm";

function Problem({ problem }: { problem: CheckProblemDto }) {
  const [tone, label] = TONES[problem.severity];
  return (
    <li className={rowClasses}>
      <Tag tone={tone}>{label}</Tag>
      <span className="min-w-0 grow basis-72">
        <code className="font-mono text-xs text-segment">
          {problem.path.replace(/^mapping\./, "")}
        </code>{" "}
        {problem.message}.{" "}
        <span className="text-ink-2">{problem.suggestion}</span>
      </span>
    </li>
  );
}

function Drift({ drift }: { drift: DriftDto }) {
  return (
    <>
      {drift.vanished.map(({ event, path, lastSeen, isUsed }) => (
        <li key={`${event} ${path}`} className={rowClasses}>
          <Tag tone={isUsed ? "warn" : "neutral"}>Vanished field</Tag>
          <span className="min-w-0 grow basis-72">
            <code className="font-mono text-xs text-heap">{path}</code> of “
            {event}” was last seen <RelativeTime at={lastSeen} />
            {isUsed ? "; this sync reads it." : "."}
          </span>
        </li>
      ))}
      {drift.new.map(({ event, path, since }) => (
        <li key={`${event} ${path}`} className={rowClasses}>
          <Tag tone="neutral">New field</Tag>
          <span className="min-w-0 grow basis-72">
            <code className="font-mono text-xs text-heap">{path}</code> of “
            {event}” came up <RelativeTime at={since} />.
          </span>
        </li>
      ))}
    </>
  );
}
