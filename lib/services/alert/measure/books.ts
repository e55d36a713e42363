import { z } from "zod";
import type { UnbalancedRun } from "../../../alerts/facts";
import { database } from "../../../db";

const FINISHED_HOURS = 24;

const Row = z.object({
  sync_id: z.string(),
  id: z.string(),
  number: z.number(),
  read: z.number(),
  sum: z.number(),
  is_like_chunks: z.boolean(),
  pending: z.number(),
  pending_rows: z.number(),
});
type Row = z.infer<typeof Row>;

/**
 * Runs whose books do not add up: by themselves, against their chunks, or
 * against the rows that are pending. A cancelled run's pending became dead
 * letters without a chunk, and a replay begins with what was there.
 */
export async function readUnbalanced(
  syncIds: readonly string[],
  now: Date,
): Promise<Map<string, UnbalancedRun[]>> {
  const { rows } = await database().pool.query(
    `WITH recent AS (
       SELECT r.*, r.filtered + r.invalid + r.delivered + r.rejected + r.pending AS sum,
         (SELECT count(*)::int FROM data.pending p WHERE p.run_id = r.id) AS pending_rows,
         r.trigger NOT IN ('stream', 'manual') OR NOT EXISTS (SELECT FROM chunks c WHERE c.run_id = r.id HAVING
           (coalesce(sum(c.read), 0), coalesce(sum(c.filtered), 0), coalesce(sum(c.invalid), 0), coalesce(sum(c.delivered), 0),
             coalesce(sum(c.rejected), 0), coalesce(sum(c.pending), 0))
           IS DISTINCT FROM (r.read::bigint, r.filtered::bigint, r.invalid::bigint, r.delivered::bigint, r.rejected::bigint, r.pending::bigint)
         ) AS is_like_chunks
       FROM runs r WHERE r.sync_id = ANY($1) AND r.status <> 'cancelled'
         AND (r.finished_at IS NULL OR r.finished_at > $2::timestamptz - make_interval(hours => $3))
     )
     SELECT sync_id, id, number, read, sum, is_like_chunks, pending, pending_rows FROM recent
     WHERE read <> sum OR pending <> pending_rows OR NOT is_like_chunks ORDER BY number DESC`,
    [syncIds, now, FINISHED_HOURS],
  );
  const bySync = new Map<string, UnbalancedRun[]>();
  for (const row of z.array(Row).parse(rows))
    bySync.set(row.sync_id, [
      ...(bySync.get(row.sync_id) ?? []),
      { runId: row.id, number: row.number, detail: detailOf(row) },
    ]);
  return bySync;
}

function detailOf(row: Row): string {
  if (row.read !== row.sum)
    return `It read ${row.read} records and accounts for ${row.sum}.`;
  if (row.pending !== row.pending_rows)
    return `By its books ${row.pending} records are pending, but ${row.pending_rows} are there.`;
  return "Its books differ from the sum of its chunks.";
}
