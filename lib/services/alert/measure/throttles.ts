import { z } from "zod";
import { database } from "../../../db";

const KEPT_HOURS = 48;

const Row = z.object({
  connection_id: z.string(),
  minutes: z.number(),
  count: z.number(),
});

/** Notes how many answers 429 each connection has had until now, where there were more. */
export async function keepThrottleCounts(now: Date): Promise<void> {
  const { pool } = database();
  await pool.query(
    `INSERT INTO data.throttle_count (connection_id, at, throttles)
     SELECT f.connection_id, $1, f.throttles FROM data.flow f
     WHERE f.throttles IS DISTINCT FROM (
       SELECT t.throttles FROM data.throttle_count t WHERE t.connection_id = f.connection_id ORDER BY t.at DESC LIMIT 1)
     ON CONFLICT DO NOTHING`,
    [now],
  );
  await pool.query(
    `DELETE FROM data.throttle_count t WHERE t.at < $1::timestamptz - make_interval(hours => $2)
       AND EXISTS (SELECT FROM data.throttle_count n WHERE n.connection_id = t.connection_id AND n.at > t.at)`,
    [now, KEPT_HOURS],
  );
}

/** How many answers 429 there were in each window. */
export async function readThrottles(
  connectionIds: readonly string[],
  windows: readonly number[],
  now: Date,
): Promise<Map<string, Map<number, number>>> {
  const byConnection = new Map(
    connectionIds.map((id) => [id, new Map<number, number>()]),
  );
  if (windows.length === 0) return byConnection;
  const { rows } = await database().pool.query(
    `SELECT f.connection_id, w.minutes, (f.throttles - coalesce(before.throttles, 0))::int AS count
     FROM data.flow f CROSS JOIN unnest($3::int[]) AS w (minutes)
     LEFT JOIN LATERAL (
       SELECT t.throttles FROM data.throttle_count t WHERE t.connection_id = f.connection_id
         AND t.at <= $2::timestamptz - make_interval(mins => w.minutes) ORDER BY t.at DESC LIMIT 1) before ON true
     WHERE f.connection_id = ANY($1) AND f.throttled_at > $2::timestamptz - make_interval(mins => w.minutes)`,
    [connectionIds, now, windows],
  );
  for (const row of z.array(Row).parse(rows))
    byConnection.get(row.connection_id)?.set(row.minutes, row.count);
  return byConnection;
}
