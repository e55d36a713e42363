import type pg from "pg";
import { inTransaction } from "../../db";
import { notePresence } from "../event-feed/note";
import { seenInOf } from "./place";
import { requireImport, type ImportClaim } from "./import-state";
import type { FileToRead } from "./next-file";

const ROWS_AT_ONCE = 20_000;

/**
 * A dump that replaces a table was read whole: rows that it does not hold are gone.
 * Not while another file of it than `key` could not be read, which may hold them.
 */
export async function sweepGone(
  claim: ImportClaim,
  file: FileToRead,
  key: string | null,
): Promise<void> {
  for (;;) {
    const gone = await inTransaction(async (client) => {
      await requireImport(client, claim);
      const keys = await keysNotIn(client, claim, file, key);
      await forgetRows(client, claim, file.table, keys);
      return keys.length;
    });
    if (gone < ROWS_AT_ONCE) return;
  }
}

async function keysNotIn(
  client: pg.PoolClient,
  { connectionId, epoch }: ImportClaim,
  { table, dumpId }: FileToRead,
  readNow: string | null,
): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM data.connect_row WHERE table_id = $1 AND seen_in < $2 AND NOT is_gone
       AND NOT EXISTS (SELECT 1 FROM data.connect_problem WHERE connection_id = $3 AND table_name = $4 AND dump_id = $5
         AND file IS DISTINCT FROM $6)
     LIMIT ${ROWS_AT_ONCE}`,
    [
      ...[table.id, String(seenInOf(epoch, dumpId))],
      ...[connectionId, table.name, dumpId, readNow],
    ],
  );
  return rows.map(({ key }) => key);
}

async function forgetRows(
  client: pg.PoolClient,
  { connectionId }: ImportClaim,
  { id, name, event }: FileToRead["table"],
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await client.query(
    "UPDATE data.connect_row SET is_gone = true WHERE table_id = $1 AND key = ANY($2)",
    [id, keys],
  );
  await client.query(
    "UPDATE data.connect_table SET rows_gone = rows_gone + $2 WHERE id = $1",
    [id, keys.length],
  );
  if (name === "users")
    await client.query(
      `UPDATE data.heap_user SET is_gone = true, changed = data.next_change($1)
       WHERE connection_id = $1 AND user_id = ANY($2)`,
      [connectionId, keys],
    );
  else await notePresence(client, connectionId, { event, keys, isGone: true });
}
