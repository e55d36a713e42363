import { inngest } from "../../../inngest/client";
import { replayWake, type ReplayData } from "../../../inngest/events";
import { database } from "../../db";
import { isOverSql } from "../flow/longest-wait";

/** Tells replays to go on, each within its workspace's share. A lost or doubled wake does no harm: the sweep finds what it missed. */
export async function sendReplayWakes(runIds: string[]): Promise<void> {
  if (runIds.length === 0) return;
  const { rows } = await database().pool.query<ReplayData>(
    `SELECT id AS "runId", workspace_id AS "workspaceId" FROM runs WHERE id = ANY($1)`,
    [runIds],
  );
  if (rows.length === 0) return;
  await inngest.send(rows.map((row) => replayWake.create(row)));
}

/** Wakes every replay that has more to take and whose sync can send. */
export async function sweepReplays(): Promise<number> {
  const { rows } = await database().pool.query<{ id: string }>(
    `SELECT r.id FROM runs r JOIN data.replay p ON p.run_id = r.id JOIN syncs s ON s.id = r.sync_id
     WHERE r.stopped_reading_at IS NULL AND r.finished_at IS NULL AND s.status = 'live'
       AND s.waiting_reason IS DISTINCT FROM 'held' AND ${isOverSql("s.waiting_until")}`,
  );
  await sendReplayWakes(rows.map(({ id }) => id));
  return rows.length;
}
