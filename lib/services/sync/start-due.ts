import type pg from "pg";
import { database, inTransaction } from "../../db";
import { logger } from "../../logger";
import { SyncDefinitionSchema } from "../../sync/definition";
import { nextRunAt } from "../../sync/schedule";
import { isSnapshotSync } from "../../sync/snapshot";
import { lockCursor } from "../delivery/lock-cursor";
import { openEndingRun } from "../delivery/open-run";
import { askComparison } from "../snapshot/ask-comparison";
import { LIVE_VERSION_SQL } from "./live-version";

/** Not while it is held: then nothing could be sent. */
const DUE_SQL =
  "s.status = 'live' AND s.next_run_at <= $1 AND s.waiting_reason IS DISTINCT FROM 'held'";

/**
 * Starts the run of every sync whose time has come. However many times were
 * missed, one run makes up for them; while a run of a sync is open none is started,
 * and its time stays due. Whoever calls it wakes those that have a run to work.
 */
export async function startDueSyncs(now = new Date()): Promise<number> {
  const { rows } = await database().pool.query<{ id: string }>(
    `SELECT s.id FROM syncs s WHERE ${DUE_SQL} ORDER BY s.next_run_at`,
    [now],
  );
  let started = 0;
  for (const { id } of rows) {
    if (await tryStart(id, now)) started += 1;
  }
  return started;
}

/** What is wrong with one sync is no reason for others to wait: the next minute tries it again. */
async function tryStart(id: string, now: Date): Promise<boolean> {
  try {
    return await inTransaction((client) => start(client, id, now));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    logger.error({ syncId: id, reason }, "a due run could not be started");
    return false;
  }
}

type DueRow = { workspace_id: string; version: number; definition: unknown };

async function start(
  client: pg.PoolClient,
  id: string,
  now: Date,
): Promise<boolean> {
  await lockCursor(client, id);
  // Whoever else looked at this minute may have started it.
  const { rows } = await client.query<DueRow>(
    `SELECT s.workspace_id, s.version, v.definition FROM syncs s JOIN ${LIVE_VERSION_SQL}
     WHERE s.id = $2 AND ${DUE_SQL} AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.sync_id = s.id AND r.trigger <> 'replay'
       AND r.stopped_reading_at IS NULL AND r.finished_at IS NULL)`,
    [now, id],
  );
  const [due] = rows;
  if (due === undefined) return false;
  const definition = SyncDefinitionSchema.parse(due.definition);
  const sync = { id, workspaceId: due.workspace_id, version: due.version };
  const runId = await openEndingRun(client, sync, "schedule");
  if (isSnapshotSync(definition))
    await askComparison(client, sync, runId, { mode: "changes" });
  await client.query("UPDATE syncs SET next_run_at = $2 WHERE id = $1", [
    id,
    nextRunAt(definition.trigger, now),
  ]);
  return true;
}
