import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag, type Tone } from "@/components/ui/tag";
import type { ConnectionStatusDto } from "@/lib/services/connection/schemas";

const KINDS: Record<string, { word: string; tone: Tone }> = {
  fault: { word: "fault", tone: "bad" },
  open: { word: "breaker opened", tone: "warn" },
  closed: { word: "breaker closed", tone: "ok" },
};

/** The last faults that were met, and what the breaker did. */
export function ConnectionEvents({ status }: { status: ConnectionStatusDto }) {
  return (
    <Card title="Last errors">
      {status.events.length === 0 ? (
        <EmptyState title="None">
          Every request got an answer that Sluice could go on with.
        </EmptyState>
      ) : (
        <ul>
          {status.events.map(({ at, kind, status: code, message }, index) => (
            <li
              key={index}
              className="flex items-baseline gap-2 border-b border-line px-4 py-2.5 text-sm last:border-b-0"
            >
              <Tag tone={KINDS[kind]?.tone ?? "neutral"}>
                {KINDS[kind]?.word ?? kind}
              </Tag>
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                {message ?? (code === null ? "" : `HTTP ${code}`)}
              </span>
              <span className="shrink-0 text-xs text-ink-2">
                <RelativeTime at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
