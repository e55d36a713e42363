import type pg from "pg";
import type { Delivery } from "../../sync/delivery";
import { classifyStatus } from "../../sync/fault";
import type { Ledger } from "../../sync/ledger";
import type { LogFields, LogLine } from "../../sync/run-log-line";

type LoggedChunk = {
  runId: string;
  number: number;
  kind: string;
  startedAt: Date;
  change: Ledger;
  delivery: Delivery<unknown>;
};

/** Writes what a chunk did into its run's log, in the transaction that books it. */
export async function logChunk(
  client: Pick<pg.PoolClient, "query">,
  chunk: LoggedChunk,
): Promise<void> {
  await logRun(client, chunk.runId, linesOf(chunk, Date.now()));
}

/** Adds lines to a run's log; give counts and codes, never what a record contains. */
export async function logRun(
  client: Pick<pg.PoolClient, "query">,
  runId: string,
  lines: LogLine[],
): Promise<void> {
  await client.query("SELECT data.log_run($1, $2, $3, $4)", [
    runId,
    lines.map(({ level }) => level),
    lines.map(({ kind }) => kind),
    lines.map(({ fields }) => JSON.stringify(fields)),
  ]);
}

function linesOf(chunk: LoggedChunk, nowMs: number): LogLine[] {
  const { delivery, change } = chunk;
  const { fault, retries, requests } = delivery;
  const line = (level: LogLine["level"], kind: string, fields: LogFields) => ({
    ...{ level, kind, fields },
  });
  const suspects = [...delivery.suspects.values()];
  const alone = suspects.filter(({ isCounted }) => isCounted).length;
  const refusals = delivery.batches.filter(isHalved).length;
  return [
    line(isClean(change) ? "info" : "warn", "chunk", {
      ...change,
      ...{ chunk: chunk.number, resend: chunk.kind === "resend" },
      ...{ requests, retries, ms: nowMs - chunk.startedAt.getTime() },
    }),
    ...(refusals > 0 ? [line("warn", "bisected", { requests: refusals })] : []),
    ...(alone > 0 ? [line("warn", "alone", { records: alone })] : []),
    ...[...rejectedByStatus(delivery)].map(([status, records]) =>
      line("error", "rejected", { status, records }),
    ),
    ...(fault === null
      ? []
      : [
          line(fault.kind === "sync" ? "error" : "warn", "fault", {
            ...{ message: fault.message, status: fault.status, retries },
            pending: delivery.unanswered.length,
          }),
        ]),
  ];
}

const isClean = ({ invalid, rejected }: Ledger) =>
  invalid === 0 && rejected === 0;

const isHalved = ({
  count,
  status,
}: {
  count: number;
  status: number | null;
}) => count > 1 && status !== null && classifyStatus(status) === "record";

function rejectedByStatus({ rejected }: Delivery<unknown>) {
  const counts = new Map<number | null, number>();
  for (const { status } of rejected)
    counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
