import type pg from "pg";
import { toMigration } from "../../../connectors/heap/connect/to-record";
import type { WarehouseRow } from "../../../connectors/warehouse/reader";
import { keepMigrations } from "../keep-migrations";
import type { TablePlace } from "../place";

/**
 * Warehouses tell of no merge where they have no table of them: an event has
 * another user than before, since only a merge gives it one (Heap rewrites all its
 * rows then). It is remembered as a merge, and the event did not change.
 */
export async function inferMerges(
  client: pg.PoolClient,
  { connectionId, tableId, seenIn }: TablePlace,
  rows: readonly WarehouseRow[],
): Promise<void> {
  const owners = new Map(
    rows.map(({ event_id, user_id }) => [textOf(event_id), user_id]),
  );
  const { rows: known } = await client.query<{ key: string; user_id: string }>(
    `SELECT key, user_id FROM data.connect_row WHERE table_id = $1 AND key = ANY($2)
       AND NOT EXISTS (SELECT 1 FROM data.connect_table WHERE connection_id = $3 AND name = 'user_migrations' AND shape IS NOT NULL)`,
    [tableId, [...owners.keys()], connectionId],
  );
  const merges = known.flatMap(({ key, user_id: from_user_id }) => {
    const row = { from_user_id, to_user_id: owners.get(key) ?? null };
    return toMigration({ ...row, time: null }) ?? [];
  });
  await keepMigrations(client, { connectionId, seenIn }, merges);
}

/** Ids are text, whatever type their column has. */
const textOf = (id: WarehouseRow[string] | undefined) =>
  typeof id === "number" || typeof id === "string" ? String(id) : "";
