import { inTransaction } from "../../db";
import { newId } from "../../ids";
import type { SyncDefinition } from "../../sync/definition";
import { isSnapshotSync } from "../../sync/snapshot";
import { stopReading } from "../run/stop-reading";
import { isLiveAs } from "./live-as";
import { lockCursor } from "./lock-cursor";
import type { Work } from "./work";

/** Whose run it is, and of which version. */
type RunOf = Pick<Work["sync"], "id" | "workspaceId" | "version">;

export type OpenRun = {
  id: string;
  trigger: string;
  /** A run that ends reads what had arrived by then; null: whatever there is. */
  untilMs: number | null;
};

type OpenRow = Pick<OpenRun, "id" | "trigger"> & {
  started_at: Date;
  is_current: boolean;
};

/**
 * The run that reads now. A stream sync gets a new one when there is none, or
 * when the open one is an hour old; others run only when they are asked to.
 */
export async function openRun({
  sync,
  definition,
}: Work): Promise<OpenRun | null> {
  return inTransaction(async (client) => {
    // Two executions that open at once take turns.
    await lockCursor(client, sync.id);
    // Paused, or another version is live by now: whoever works on it next sees that.
    if (!(await isLiveAs(client, sync))) return null;
    const { rows } = await client.query<OpenRow>(
      `SELECT id, trigger, started_at, version = $2 AND started_at > now() - interval '1 hour' AS is_current
       FROM runs WHERE sync_id = $1 AND trigger <> 'replay' AND stopped_reading_at IS NULL AND finished_at IS NULL`,
      [sync.id, sync.version],
    );
    const [open] = rows;
    if (open !== undefined && (open.is_current || open.trigger !== "stream")) {
      await client.query(
        "UPDATE runs SET status = 'running' WHERE id = $1 AND status = 'queued'",
        [open.id],
      );
      return toOpenRun(open, definition);
    }
    if (open !== undefined) await stopReading(client, sync.id);
    if (definition.trigger.kind !== "stream") return null;
    const id = await insertRun(client, sync, "stream", "running");
    return { id, trigger: "stream", untilMs: null };
  });
}

/** What a comparison finds arrives after its run began. */
const toOpenRun = (
  { id, trigger, started_at: startedAt }: OpenRow,
  definition: SyncDefinition,
): OpenRun => ({
  ...{ id, trigger },
  untilMs:
    trigger === "stream" || isSnapshotSync(definition)
      ? null
      : startedAt.getTime(),
});

/** Opens a run that ends when nothing is left to read. The caller holds the sync's turn, and no other run is open. */
export async function openEndingRun(
  client: Queryable,
  sync: RunOf,
  trigger: "manual" | "schedule",
): Promise<string> {
  await client.query(
    "UPDATE data.cursor SET has_news = true WHERE sync_id = $1",
    [sync.id],
  );
  return insertRun(client, sync, trigger, "queued");
}

type Queryable = Parameters<typeof stopReading>[0];

async function insertRun(
  client: Queryable,
  sync: RunOf,
  trigger: string,
  status: string,
): Promise<string> {
  const id = newId("run");
  await client.query(
    `INSERT INTO runs (id, workspace_id, sync_id, number, version, status, trigger)
     SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6 FROM runs WHERE sync_id = $3`,
    [id, sync.workspaceId, sync.id, sync.version, status, trigger],
  );
  return id;
}

/** Ends a run that ends when it has read all there was, unless it has ended: another one may be open by now. */
export async function endRun(syncId: string, runId: string): Promise<void> {
  await inTransaction(async (client) => {
    await lockCursor(client, syncId);
    const { rowCount } = await client.query(
      "SELECT 1 FROM runs WHERE id = $1 AND stopped_reading_at IS NULL AND finished_at IS NULL",
      [runId],
    );
    if (rowCount === 1) await stopReading(client, syncId);
  });
}
