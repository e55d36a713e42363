import { inTransaction } from "../../db";
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
  { table, dumpId }: FileToRead,
  key: string | null,
): Promise<void> {
  for (;;) {
    const gone = await inTransaction(async (client) => {
      await requireImport(client, claim);
      const { rows } = await client.query<{ key: string }>(
        `UPDATE data.connect_row SET is_gone = true WHERE table_id = $1 AND key IN (
           SELECT key FROM data.connect_row WHERE table_id = $1 AND seen_in < $5 AND NOT is_gone LIMIT ${ROWS_AT_ONCE})
           AND NOT EXISTS (SELECT 1 FROM data.connect_problem WHERE connection_id = $3 AND table_name = $4 AND dump_id = $2
             AND file IS DISTINCT FROM $6)
         RETURNING key`,
        [
          ...[table.id, dumpId, claim.connectionId, table.name],
          ...[String(seenInOf(claim.epoch, dumpId)), key],
        ],
      );
      const keys = rows.map((row) => row.key);
      await client.query(
        "UPDATE data.connect_table SET rows_gone = rows_gone + $2 WHERE id = $1",
        [table.id, keys.length],
      );
      if (table.name === "users")
        await client.query(
          "DELETE FROM data.heap_user WHERE connection_id = $1 AND user_id = ANY($2)",
          [claim.connectionId, keys],
        );
      return keys.length;
    });
    if (gone < ROWS_AT_ONCE) return;
  }
}
