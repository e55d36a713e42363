import { database, inTransaction } from "../../db";
import { isOverSql } from "../flow/longest-wait";
import { stopReading } from "../run/stop-reading";
import { LIVE_VERSION_SQL } from "./live-version";
import { sendWakes } from "./wake";

/**
 * Wakes every live sync that is behind: flagged, with pending rows whose wait
 * is over, with a run that was asked for, or with unread records. And every
 * paused one that drains.
 */
export async function sweepSyncs(): Promise<number> {
  const { rows } = await database().pool.query<{ id: string }>(
    `SELECT s.id FROM syncs s JOIN data.cursor c ON c.sync_id = s.id JOIN ${LIVE_VERSION_SQL}
     WHERE (s.status = 'live' OR s.draining_since IS NOT NULL) AND s.waiting_reason IS DISTINCT FROM 'held'
       AND ${isOverSql("s.waiting_until")}
       AND (c.has_news
         OR EXISTS (SELECT 1 FROM data.pending p WHERE p.sync_id = s.id)
         OR EXISTS (SELECT 1 FROM runs r WHERE r.sync_id = s.id AND r.trigger NOT IN ('replay', 'stream') AND r.stopped_reading_at IS NULL AND r.finished_at IS NULL)
         OR s.draining_since IS NOT NULL
         OR (v.definition->'trigger'->>'kind' = 'stream' AND EXISTS (
           SELECT 1 FROM data.inbox i WHERE i.connection_id = c.connection_id AND i.stream = c.stream AND i.id > c.position)))`,
  );
  await sendWakes(rows.map(({ id }) => id));
  return rows.length;
}

/** A stream's open run is closed each hour, also when nothing came since. */
export async function closeOldRuns(): Promise<number> {
  const { rows } = await database().pool.query<{ sync_id: string }>(
    `SELECT sync_id FROM runs WHERE trigger = 'stream' AND stopped_reading_at IS NULL AND finished_at IS NULL
       AND started_at <= now() - interval '1 hour'`,
  );
  for (const { sync_id: syncId } of rows)
    await inTransaction((client) => stopReading(client, syncId));
  return rows.length;
}
