import { inngest } from "../../../inngest/client";
import { syncWake, type SyncData } from "../../../inngest/events";
import { database } from "../../db";
import { logger } from "../../logger";

/** A wake that came while its sync was ending is lost; then it is sent once more. */
const SECOND_LOOK_MS = 1_500;

/**
 * Tells the live syncs of a connection's stream that there is news. An event
 * goes out only where the flag flips, so that a stream of requests makes one
 * wake. Never throws: the sweep wakes whatever this missed.
 */
export async function wakeSyncs(
  connectionId: string,
  stream: string,
): Promise<void> {
  try {
    const { rows } = await database().pool.query<{ sync_id: string }>(
      `UPDATE data.cursor SET has_news = true, news_at = now()
       WHERE connection_id = $1 AND stream = $2 AND NOT has_news
         AND sync_id IN (SELECT id FROM syncs WHERE status = 'live')
       RETURNING sync_id`,
      [connectionId, stream],
    );
    const syncIds = rows.map(({ sync_id: syncId }) => syncId);
    await sendWakes(syncIds);
    if (syncIds.length > 0)
      setTimeout(() => void wakeUnheard(syncIds), SECOND_LOOK_MS).unref();
  } catch (error) {
    logger.warn(
      { connectionId, reason: reasonOf(error) },
      "a wake was not sent; the sweep will",
    );
  }
}

/** Wakes syncs, each within its workspace's share. Throws when Inngest can't be reached. */
export async function sendWakes(syncIds: string[]): Promise<void> {
  if (syncIds.length === 0) return;
  const { rows } = await database().pool.query<SyncData>(
    `SELECT id AS "syncId", workspace_id AS "workspaceId" FROM syncs WHERE id = ANY($1)`,
    [syncIds],
  );
  if (rows.length === 0) return;
  await inngest.send(rows.map((row) => syncWake.create(row)));
}

async function wakeUnheard(syncIds: string[]): Promise<void> {
  try {
    const { rows } = await database().pool.query<{ sync_id: string }>(
      "SELECT sync_id FROM data.cursor WHERE sync_id = ANY($1) AND has_news",
      [syncIds],
    );
    await sendWakes(rows.map(({ sync_id: syncId }) => syncId));
  } catch (error) {
    logger.warn(
      { reason: reasonOf(error) },
      "a second wake was not sent; the sweep will",
    );
  }
}

const reasonOf = (error: unknown) =>
  error instanceof Error ? error.message : "unknown";
