import { formatCount } from "@/components/ledger/outcomes";
import { ClockTime } from "@/components/ui/clock-time";
import { Tag, type Tone } from "@/components/ui/tag";
import type { SyncDto } from "@/lib/services/sync/schemas";

type State = { tone: Tone; word: string; dot: boolean; since: string | null };

/** Draft, live, paused, or why a live one waits. */
export function SyncState({
  sync,
  pending,
}: {
  sync: SyncDto;
  /** How many records still wait, where that is known. */
  pending?: number;
}) {
  const { tone, word, dot, since } =
    sync.draining === null
      ? stateOf(sync)
      : drainingState(sync.draining, pending);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Tag tone={tone} dot={dot}>
        {word}
      </Tag>
      {since !== null && (
        <span className="text-xs text-ink-3">
          since <ClockTime at={since} />
        </span>
      )}
    </span>
  );
}

function drainingState(
  { since }: { since: string },
  pending: number | undefined,
): State {
  const left = pending === undefined ? "" : `, ${formatCount(pending)} left`;
  return { tone: "run", word: `Draining${left}`, dot: true, since };
}

function stateOf({ status, waiting }: SyncDto): State {
  if (status === "draft")
    return { tone: "neutral", word: "Draft", dot: false, since: null };
  if (waiting === null)
    return { tone: "ok", word: "Live", dot: true, since: null };
  const since = waiting.since;
  switch (waiting.reason) {
    case "paused":
      return { tone: "neutral", word: "Paused", dot: false, since };
    case "throttled":
      return { tone: "run", word: "Slowed down", dot: false, since };
    case "down":
      return { tone: "run", word: "Waiting", dot: false, since };
    case "held":
      return { tone: "warn", word: "Held", dot: false, since };
  }
}
