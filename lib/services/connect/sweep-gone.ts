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
 * All of the table's rows are passed, some at a time: a table may have too many for
 * one statement to look for the few that are gone.
 */
export async function sweepGone(
  claim: ImportClaim,
  file: FileToRead,
  key: string | null,
): Promise<void> {
  let after: string | null = "";
  while (after !== null) {
    const place: Place = { ...file, readNow: key, after };
    after = await inTransaction(async (client) => {
      await requireImport(client, claim);
      const { keys, last } = await keysNotIn(client, claim, place);
      await forgetRows(client, claim, file.table, keys);
      return last;
    });
  }
}

type Place = Pick<FileToRead, "table" | "dumpId"> & {
  readNow: string | null;
  after: string;
};

/** Of the next rows those that are gone, and the last that was looked at; null: no others are left. */
async function keysNotIn(
  client: pg.PoolClient,
  { connectionId, epoch }: ImportClaim,
  { table, dumpId, readNow, after }: Place,
): Promise<{ keys: string[]; last: string | null }> {
  const { rows } = await client.query<{ keys: string[]; last: string | null }>(
    `SELECT coalesce(array_agg(key) FILTER (WHERE seen_in < $2 AND NOT is_gone), '{}') AS keys,
       CASE WHEN count(*) = ${ROWS_AT_ONCE} THEN max(key) END AS last
     FROM (SELECT key, seen_in, is_gone FROM data.connect_row WHERE table_id = $1 AND key > $7 ORDER BY key LIMIT ${ROWS_AT_ONCE}) AS looked_at
     WHERE NOT EXISTS (SELECT 1 FROM data.connect_problem WHERE connection_id = $3 AND table_name = $4 AND dump_id = $5
       AND file IS DISTINCT FROM $6)`,
    [
      ...[table.id, String(seenInOf(epoch, dumpId))],
      ...[connectionId, table.name, dumpId, readNow, after],
    ],
  );
  return rows[0] ?? { keys: [], last: null };
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
