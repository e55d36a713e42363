import { setTimeout as sleep } from "node:timers/promises";
import { database } from "../../db";
import { noteCrowded, type ImportClaim } from "./import-state";

/** So many records at the most lie before a live event that comes now. */
const BACKLOG_MAX = 50_000;
const LOOK_MS = 200;

/**
 * Waits while a live sync of the connection is behind, so that what happens now
 * need not wait for history. Answers whether reading may go on before `endsAtMs`.
 */
export async function standBack(
  claim: ImportClaim,
  endsAtMs: number,
): Promise<boolean> {
  for (;;) {
    const isCrowded = await isBehind(claim.connectionId);
    await noteCrowded(claim, isCrowded);
    if (!isCrowded) return true;
    if (performance.now() >= endsAtMs) return false;
    await sleep(LOOK_MS);
  }
}

async function isBehind(connectionId: string): Promise<boolean> {
  const { rows } = await database().pool.query<{ is_behind: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM data.cursor c JOIN syncs s ON s.id = c.sync_id AND s.status = 'live'
       WHERE c.connection_id = $1 AND EXISTS (SELECT 1 FROM data.inbox i
         WHERE i.connection_id = c.connection_id AND i.stream = c.stream AND i.id > c.position ORDER BY i.id OFFSET ${BACKLOG_MAX})
     ) AS is_behind`,
    [connectionId],
  );
  return rows[0]?.is_behind === true;
}
