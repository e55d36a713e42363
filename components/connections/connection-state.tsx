import { ClockTime } from "@/components/ui/clock-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag, type Tone } from "@/components/ui/tag";
import type { ConnectionStatusDto } from "@/lib/services/connection/schemas";

const STATES: Record<
  ConnectionStatusDto["state"]["kind"],
  { word: string; tone: Tone }
> = {
  well: { word: "Well", tone: "ok" },
  waiting: { word: "Waiting", tone: "run" },
  held: { word: "Held", tone: "warn" },
  unused: { word: "Not used", tone: "neutral" },
};

export function StateTag({ status }: { status: ConnectionStatusDto }) {
  const { word, tone } = STATES[status.state.kind];
  return (
    <Tag tone={tone} dot>
      {word}
    </Tag>
  );
}

/** In a sentence: since when, why, and what comes next. */
export function StateLead({ status }: { status: ConnectionStatusDto }) {
  const { state, breaker } = status;
  if (state.kind === "unused") return "No sync uses it yet.";
  if (state.kind === "well") return <Well status={status} />;
  return (
    <>
      {state.kind === "held" ? "Held" : "Waiting"}
      {state.since !== null && (
        <>
          {" since "}
          <ClockTime at={state.since} />
        </>
      )}
      {state.detail === null ? "." : `: ${state.detail}`} Nothing is lost
      meanwhile.
      {breaker.probeAt !== null && breaker.state !== "closed" && (
        <>
          {" The next request tries at "}
          <ClockTime at={breaker.probeAt} />.
        </>
      )}
    </>
  );
}

function Well({ status }: { status: ConnectionStatusDto }) {
  const { breaker, connection } = status;
  if (connection.kind === "heap") return "Takes what is posted to it.";
  if (breaker.succeededAt === null) return "Nothing holds requests to it back.";
  return (
    <>
      Answered well <RelativeTime at={breaker.succeededAt} />.
    </>
  );
}
