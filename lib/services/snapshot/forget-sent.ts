import type pg from "pg";
import { inTransaction } from "../../db";
import type { SyncDefinition } from "../../sync/definition";
import { isSnapshotSync } from "../../sync/snapshot";
import type { Work } from "../delivery/work";

const PEOPLE_AT_ONCE = 20_000;

/** What no connection's id is: a snapshot that is of it counts for none. */
const NOWHERE = "";

/**
 * Makes a snapshot one of where a sync reads and sends now: what was sent
 * elsewhere, or of another source, counts no more. Of many that is long, so it is
 * done part by part, with the sync's turn taken for each, and begun anew after a crash.
 */
export async function forgetElsewhere(
  { sync, definition }: Work,
  takeTurn: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const ends = [definition.source.connection, sync.destinationConnectionId];
  const isSame = await inTransaction(async (client) => {
    await takeTurn(client);
    return isOfEnds(client, sync.id, ends);
  });
  if (isSame) return;
  for (let after: string | null = ""; after !== null;) {
    const from: string = after;
    after = await inTransaction(async (client) => {
      await takeTurn(client);
      return forgetPage(client, sync.id, from);
    });
  }
  await inTransaction(async (client) => {
    await takeTurn(client);
    await client.query(
      `UPDATE data.snapshot_state SET source_connection_id = $2, destination_connection_id = $3, version = NULL, compared_to = 0
       WHERE sync_id = $1`,
      [sync.id, ...ends],
    );
  });
}

/** Whether a snapshot is of these ends; one that is not there yet is from here on. */
async function isOfEnds(
  client: pg.PoolClient,
  syncId: string,
  ends: readonly string[],
): Promise<boolean> {
  const { rows } = await client.query<{ is_same: boolean }>(
    `INSERT INTO data.snapshot_state AS state (sync_id, source_connection_id, destination_connection_id) VALUES ($1, $2, $3)
     ON CONFLICT (sync_id) DO UPDATE SET sync_id = excluded.sync_id
     RETURNING source_connection_id = $2 AND destination_connection_id = $3 AS is_same`,
    [syncId, ...ends],
  );
  return rows[0]?.is_same === true;
}

/** Forgets the next ones; answers the last of them, null when there are none. */
async function forgetPage(
  client: pg.PoolClient,
  syncId: string,
  after: string,
): Promise<string | null> {
  const { rows } = await client.query<{ last: string | null }>(
    `WITH page AS (SELECT key FROM data.snapshot WHERE sync_id = $1 AND key > $2 ORDER BY key LIMIT ${PEOPLE_AT_ONCE}),
     forgotten AS (UPDATE data.snapshot s SET hash = NULL FROM page WHERE s.sync_id = $1 AND s.key = page.key AND s.hash IS NOT NULL)
     SELECT max(key) AS last FROM page`,
    [syncId, after],
  );
  return rows[0]?.last ?? null;
}

/**
 * Notes, at a publish, that a sync compares no more: what it sends from then on
 * is in no snapshot, and what was compared and not read stays unread. When it
 * compares again, it sends everybody.
 */
export async function leaveSnapshot(
  client: Pick<pg.PoolClient, "query">,
  syncId: string,
  definition: SyncDefinition,
): Promise<void> {
  if (isSnapshotSync(definition)) return;
  await client.query(
    "UPDATE data.snapshot_state SET destination_connection_id = $2, version = NULL WHERE sync_id = $1",
    [syncId, NOWHERE],
  );
}
