import { formatCount } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import type { ReplayDto } from "@/lib/services/replay/schemas";
import type { RunDto } from "@/lib/services/run/schemas";
import { ReplayBar, takenWords } from "./replay-progress";

/** How far a replay is; nothing once it took all. */
export function ReplayCard({ run }: { run: RunDto }) {
  const { replay } = run;
  if (replay === null || run.finishedAt !== null || replay.share >= 1)
    return null;
  return (
    <Card className="grid gap-2.5 p-4" aria-label="How far it is">
      <p role="status" className="text-sm">
        {takenWords(run)}
      </p>
      <ReplayBar run={run} />
    </Card>
  );
}

/** Which records a replay takes, as the beginning of a sentence. */
export function ReplayWords({ replay }: { replay: ReplayDto }) {
  const { kind, total, generation } = replay;
  if (kind === "letters")
    return <>Replay of {countWords(total, "dead letter")}, asked for</>;
  const anew =
    generation !== null && generation > 0
      ? `, delivered anew (generation ${generation})`
      : "";
  return (
    <>
      Replay of {countWords(total, "record")} that arrived from{" "}
      <When at={replay.from} /> to <When at={replay.to} />
      {replay.event !== null && ` as “${replay.event}”`}
      {replay.q !== null && ` with “${replay.q}”`}
      {anew}, asked for
    </>
  );
}

/** Which range a replay of what arrived takes, and through which version; nothing for other runs. */
export function ReplayedRange({
  run: { replay, syncVersion },
}: {
  run: RunDto;
}) {
  if (replay?.kind !== "inbox") return null;
  return (
    <span className="block text-xs font-normal text-ink-2">
      <When at={replay.from} /> to <When at={replay.to} />, v{syncVersion}
    </span>
  );
}

function When({ at }: { at: string | null }) {
  if (at === null) return <>…</>;
  const text = new Date(at).toLocaleString("en", {
    ...{ day: "numeric", month: "short" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  return <ExactTime at={at}>{text}</ExactTime>;
}

function countWords(total: number | null, what: string): string {
  if (total === null) return `${what}s`;
  return `${formatCount(total)} ${what}${total === 1 ? "" : "s"}`;
}
