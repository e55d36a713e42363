import type { ConnectionFacts, Facts, SyncFacts } from "../facts";
import {
  aboutConnection,
  aboutSync,
  syncsOf,
  type Finding,
  type Judgement,
} from "../finding";
import type { Rule, WatchOf } from "../rule";
import {
  clockWords,
  durationWords,
  listWords,
  sinceSeconds,
} from "../number-words";

/** Runs that failed or could not go on, by sync; connections that do not answer, each with the syncs that wait for it. */
export function judgeFailure(
  rule: Rule,
  watch: WatchOf<"failure">,
  facts: Facts,
): Judgement {
  const findings =
    watch.of === "run"
      ? syncsOf(rule, facts).flatMap(ofRun)
      : facts.connections.flatMap((connection) =>
          ofConnection(rule, watch, facts, connection),
        );
  return { findings, unknown: [] };
}

function ofRun(sync: SyncFacts): Finding[] {
  const { run } = sync;
  if (run === null || (run.error === null && run.status !== "failed"))
    return [];
  return [
    {
      subject: aboutSync(sync),
      title: `${sync.name}: run ${run.number} ${run.status === "failed" ? "failed" : "could not go on"}`,
      cause: run.error ?? "It could not go on. Its page tells how far it came.",
      facts: [{ label: "Run", value: String(run.number) }],
      syncIds: [sync.id],
      runId: run.id,
    },
  ];
}

function ofConnection(
  rule: Rule,
  { forMinutes }: WatchOf<"failure">,
  facts: Facts,
  connection: ConnectionFacts,
): Finding[] {
  const { downSince } = connection;
  const syncs = syncsOf(rule, facts).filter(
    ({ destinationId }) => destinationId === connection.id,
  );
  if (downSince === null || syncs.length === 0) return [];
  const seconds = sinceSeconds(downSince, facts.now);
  if (seconds < forMinutes * 60) return [];
  return [
    {
      subject: aboutConnection(connection),
      title: `${connection.name} does not answer`,
      cause: `${connection.lastError ?? "Requests get no good answer."} ${waitWords(syncs)} since ${clockWords(downSince)}. Nothing is lost: records wait and are sent once it answers.`,
      facts: [
        { label: "Down for", value: durationWords(seconds) },
        { label: "Syncs", value: listWords(syncs.map(({ name }) => name)) },
      ],
      syncIds: syncs.map(({ id }) => id),
      runId: syncs.find(({ run }) => run !== null)?.run?.id ?? null,
      since: downSince,
    },
  ];
}

const waitWords = (syncs: readonly SyncFacts[]) =>
  syncs.length === 1
    ? `${syncs[0]?.name ?? "A sync"} waits for it`
    : `${syncs.length} syncs wait for it`;
