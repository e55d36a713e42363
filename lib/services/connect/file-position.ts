import type pg from "pg";
import { inTransaction } from "../../db";
import { requireImport, type ImportClaim } from "./import-state";
import type { FileToRead } from "./next-file";
import { sweepGone } from "./sweep-gone";
import { moveBookmark } from "./tables";

/** How far a file was read; of one that is tried again with its problem, else with its table. */
export async function moveFilePosition(
  client: Pick<pg.PoolClient, "query">,
  claim: ImportClaim,
  { table, dumpId, part, key }: FileToRead,
  nextByte: number,
): Promise<void> {
  if (part !== null) {
    const filesRead = part.index;
    await moveBookmark(client, table.id, { dumpId, filesRead, nextByte });
    return;
  }
  await client.query(
    `UPDATE data.connect_problem SET next_byte = $5
     WHERE connection_id = $1 AND table_name = $2 AND dump_id = $3 AND file = $4`,
    [claim.connectionId, table.name, dumpId, key, nextByte],
  );
}

/**
 * The file was read to its end; `key`: null when there was none, since the table is
 * empty. What is gone is marked before the position moves on: a kill in between
 * marks it again.
 */
export async function finishFile(
  claim: ImportClaim,
  file: FileToRead,
  key: string | null,
): Promise<void> {
  if (file.endsTable) await sweepGone(claim, file, key);
  await leaveFile(claim, file, async (client) => {
    await client.query(
      "DELETE FROM data.connect_problem WHERE connection_id = $1 AND table_name = $2 AND dump_id = $3 AND file = $4",
      [claim.connectionId, file.table.name, file.dumpId, key],
    );
  });
}

/** The file can't be read as it is: reading goes on behind it, and it is tried again with the next import. */
export async function giveFileUp(
  claim: ImportClaim,
  file: FileToRead,
  { key, message }: { key: string; message: string },
): Promise<void> {
  await leaveFile(claim, file, async (client) => {
    await client.query(
      `INSERT INTO data.connect_problem (connection_id, table_name, dump_id, file, message) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (connection_id, dump_id, table_name, file) DO UPDATE SET message = excluded.message, at = now(), next_byte = 0`,
      [claim.connectionId, file.table.name, file.dumpId, key, message],
    );
  });
}

/** Reading goes on behind a file. */
export async function leaveFile(
  claim: ImportClaim,
  { table, dumpId, part }: FileToRead,
  also: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  await inTransaction(async (client) => {
    await requireImport(client, claim);
    await also(client);
    if (part !== null) {
      const filesRead = Math.min(part.index + 1, part.count);
      await moveBookmark(client, table.id, { dumpId, filesRead, nextByte: 0 });
    }
    await client.query(
      "UPDATE data.connect_import SET files_done = files_done + 1 WHERE connection_id = $1",
      [claim.connectionId],
    );
  });
}
