import { z } from "zod";
import { database } from "../../../db";

const Row = z.object({
  sync_id: z.string(),
  minutes: z.number(),
  p95: z.number().nullable(),
});

/**
 * The 95th percentile of seconds from arrival to the destination's answer, for
 * each sync and window. A chunk's records count as its oldest, so that one look
 * at the inbox a chunk is enough: the true value is no greater.
 */
export async function readDelays(
  syncIds: readonly string[],
  windows: readonly number[],
  now: Date,
): Promise<Map<string, Map<number, number | null>>> {
  const bySync = new Map(
    syncIds.map((id) => [id, new Map<number, number | null>()]),
  );
  if (windows.length === 0) return bySync;
  const { rows } = await database().pool.query(
    `WITH sent AS (
       SELECT r.sync_id, w.minutes, c.delivered AS weight,
         extract(epoch FROM c.finished_at - oldest.received_at)::float8 AS seconds
       FROM unnest($3::int[]) AS w (minutes)
       JOIN runs r ON r.sync_id = ANY($1)
         AND (r.finished_at IS NULL OR r.finished_at > $2::timestamptz - make_interval(mins => w.minutes))
       JOIN chunks c ON c.run_id = r.id AND c.kind = 'read' AND c.delivered > 0
         AND c.finished_at > $2::timestamptz - make_interval(mins => w.minutes) AND c.finished_at <= $2
       JOIN data.cursor k ON k.sync_id = r.sync_id
       JOIN LATERAL (
         SELECT i.received_at FROM data.inbox i WHERE i.connection_id = k.connection_id AND i.stream = k.stream
           AND i.id > c.from_position ORDER BY i.id LIMIT 1) oldest ON true
     ), ranked AS (
       SELECT *, sum(weight) OVER (PARTITION BY sync_id, minutes ORDER BY seconds ROWS UNBOUNDED PRECEDING) AS up_to,
         sum(weight) OVER (PARTITION BY sync_id, minutes) AS total FROM sent
     )
     SELECT sync_id, minutes, min(seconds) FILTER (WHERE up_to >= total * 0.95) AS p95 FROM ranked GROUP BY sync_id, minutes`,
    [syncIds, now, windows],
  );
  for (const { sync_id: id, minutes, p95 } of z.array(Row).parse(rows))
    bySync.get(id)?.set(minutes, p95);
  return bySync;
}
