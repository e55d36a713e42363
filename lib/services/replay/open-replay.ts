import type pg from "pg";
import { inTransaction } from "../../db";
import { conflict } from "../../errors";
import type { Sync } from "../../generated/prisma/client";
import { newId } from "../../ids";
import { isLiveAs } from "../delivery/live-as";
import { lockCursor } from "../delivery/lock-cursor";

type LiveSync = Sync & { version: number };

/** A replay sends, so it runs while its sync does. Throws conflict otherwise. */
export function requireLive(sync: Sync): LiveSync {
  const { version } = sync;
  if (sync.status === "live" && version !== null) return { ...sync, version };
  throw conflict(
    `${sync.name} is not live, so nothing can be sent through it. ${sync.status === "paused" ? "Resume" : "Publish"} it first.`,
  );
}

/**
 * Opens a replay's run; `fill` says what it takes. Whoever opens one of the
 * same sync takes turns on its cursor. Throws conflict when the sync is no
 * longer as it was seen: another version may send elsewhere.
 */
export async function openReplay(
  sync: LiveSync,
  version: number,
  fill: (client: pg.PoolClient, runId: string) => Promise<void>,
): Promise<string> {
  const runId = newId("run");
  await inTransaction(async (client) => {
    await lockCursor(client, sync.id);
    if (!(await isLiveAs(client, sync)))
      throw conflict(
        `${sync.name} was published or paused meanwhile. Look at it, then replay.`,
      );
    await client.query(
      `INSERT INTO runs (id, workspace_id, sync_id, number, version, status, trigger)
       SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, 'queued', 'replay' FROM runs WHERE sync_id = $3`,
      [runId, sync.workspaceId, sync.id, version],
    );
    await fill(client, runId);
  });
  return runId;
}
