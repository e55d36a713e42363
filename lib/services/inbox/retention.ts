import { database, inTransaction } from "../../db";
import { logger } from "../../logger";

/** Dropping needs a moment alone on the inbox; rather later than making readers wait. */
const LOCK_MS_MAX = 2_000;

export type RetentionResult = { dropped: string[]; kept: string[] };

/**
 * Drops the inbox's partitions (a day each) that are older than retention,
 * except those that a sync, a replay or computed traits have not read to their end
 * or that a pending row comes from. `kept` names those: the overview tells whose they are.
 */
export async function dropExpiredPartitions(input: {
  retentionDays: number;
  now: Date;
}): Promise<RetentionResult> {
  const result: RetentionResult = { dropped: [], kept: [] };
  for (const partition of await expiredPartitions(input)) {
    const isDropped = await dropUnlessNeeded(partition);
    result[isDropped ? "dropped" : "kept"].push(partition);
  }
  return result;
}

async function expiredPartitions({
  retentionDays,
  now,
}: {
  retentionDays: number;
  now: Date;
}): Promise<string[]> {
  const { rows } = await database().pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'data.inbox'::regclass AND c.relname ~ '^inbox_\\d{8}$'
       AND to_date(substr(c.relname, 7), 'YYYYMMDD') < ($1::timestamptz AT TIME ZONE 'UTC')::date - $2::int
     ORDER BY c.relname`,
    [now, retentionDays],
  );
  return rows.map(({ name }) => name);
}

async function dropUnlessNeeded(partition: string): Promise<boolean> {
  if (await isNeeded(partition)) return false;
  try {
    await inTransaction(async (client) => {
      await client.query(`SET LOCAL lock_timeout = ${LOCK_MS_MAX}`);
      await client.query(`DROP TABLE data.${partition}`);
    });
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    logger.warn({ partition, reason }, "a partition was not dropped this time");
    return false;
  }
}

async function isNeeded(partition: string): Promise<boolean> {
  const { rows } = await database().pool.query<{ needed: boolean }>(
    `SELECT EXISTS (
         SELECT 1 FROM data.cursor c WHERE EXISTS (SELECT 1 FROM data.${partition} i
           WHERE i.connection_id = c.connection_id AND i.stream = c.stream AND i.id > c.position)
       ) OR EXISTS (
         SELECT 1 FROM data.pending p JOIN data.${partition} i ON i.id = p.inbox_id
       ) OR EXISTS (
         SELECT 1 FROM data.replay r JOIN runs ON runs.id = r.run_id AND runs.finished_at IS NULL
         WHERE EXISTS (SELECT 1 FROM data.${partition} i
           WHERE i.connection_id = r.connection_id AND i.stream = r.stream AND i.id > r.position AND i.id <= r.to_id)
       ) OR EXISTS (
         SELECT 1 FROM data.event_feed f WHERE NOT f.is_ending AND EXISTS (SELECT 1 FROM data.${partition} i
           WHERE i.connection_id = f.connection_id AND i.stream = 'events' AND i.id > f.position)
       ) AS needed`,
  );
  return rows[0]?.needed ?? true;
}
