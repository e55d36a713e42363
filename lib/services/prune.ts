import { database } from "../db";
import { KEPT } from "./retention";

/** Rows a statement: it must end well before its time is up, and hold up nobody. */
const BATCH_ROWS = 20_000;
/** Statements a table and run: the next hour goes on. */
const BATCHES_MAX = 50;

type Kept = { table: string; column: string; unit: string; count: number };

const TABLES: Kept[] = [
  {
    ...{ table: "connection_minute", column: "minute" },
    ...{ unit: "hours", count: KEPT.minuteHours },
  },
  {
    ...{ table: "connection_hour", column: "hour" },
    ...{ unit: "days", count: KEPT.hourDays },
  },
  {
    ...{ table: "run_log", column: "at" },
    ...{ unit: "days", count: KEPT.runLogDays },
  },
  {
    ...{ table: "connection_event", column: "at" },
    ...{ unit: "days", count: KEPT.connectionEventDays },
  },
  {
    ...{ table: "process_metrics", column: "at" },
    ...{ unit: "mins", count: KEPT.processMinutes },
  },
  {
    ...{ table: "inbox_trace", column: "at" },
    ...{ unit: "hours", count: KEPT.traceHours },
  },
];

/** Deletes what was kept long enough of what is seen of the flow: rollups, logs, traces. */
export async function pruneSeen(now: Date): Promise<{ pruned: number }> {
  let pruned = 0;
  for (const kept of TABLES) pruned += await pruneTable(kept, now);
  return { pruned };
}

async function pruneTable(
  { table, column, unit, count }: Kept,
  now: Date,
): Promise<number> {
  let deleted = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const { rowCount } = await database().pool.query(
      `DELETE FROM data.${table} WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM data.${table} WHERE ${column} < $1::timestamptz - make_interval(${unit} => $2) LIMIT $3))`,
      [now, count, BATCH_ROWS],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH_ROWS) break;
  }
  return deleted;
}
