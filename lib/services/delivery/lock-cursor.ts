import type pg from "pg";

/**
 * Takes a sync's turn: every transaction that touches more than one of these
 * begins with it, since all lock in one order, the cursor first, then the
 * sync's replay, its runs, and the sync. The commit of a chunk can't do
 * otherwise: it is fenced by the cursor, and learns at the end what the sync
 * waits for. In another order two of them would wait for each other.
 */
export async function lockCursor(
  client: Pick<pg.PoolClient, "query">,
  syncId: string,
): Promise<void> {
  await client.query(
    "SELECT 1 FROM data.cursor WHERE sync_id = $1 FOR UPDATE",
    [syncId],
  );
}
