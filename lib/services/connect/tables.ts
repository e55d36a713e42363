import type pg from "pg";
import type { TableBookmark } from "../../connectors/heap/connect/plan-reading";
import {
  guessEventName,
  inReadingOrder,
} from "../../connectors/heap/connect/tables";
import { database } from "../../db";
import type { RowCounts } from "./take-rows";

export type ConnectTable = TableBookmark & {
  id: number;
  /** Heap's name of the table's event; what somebody gave, or a guess. */
  event: string;
  /** Where the next file is to be read from. */
  nextByte: number;
};

/** The tables of a connection that are to be read, in the order in which they are. */
export async function readIncluded(
  connectionId: string,
): Promise<ConnectTable[]> {
  const { rows } = await database().pool.query<{
    id: number;
    name: string;
    event: string | null;
    dump_id: string | null;
    files_read: number;
    next_byte: string;
  }>(
    "SELECT id, name, event, dump_id, files_read, next_byte FROM data.connect_table WHERE connection_id = $1 AND is_included",
    [connectionId],
  );
  const tables = rows.map((row) => ({
    ...{ id: row.id, name: row.name },
    event: row.event ?? guessEventName(row.name, []),
    dumpId: row.dump_id === null ? null : Number(row.dump_id),
    filesRead: row.files_read,
    nextByte: Number(row.next_byte),
  }));
  return inReadingOrder(tables);
}

export type Bookmark = { dumpId: number; filesRead: number; nextByte: number };

/** Moves a table's bookmark on; the caller's transaction took the rows before it. */
export async function moveBookmark(
  client: Pick<pg.PoolClient, "query">,
  tableId: number,
  { dumpId, filesRead, nextByte }: Bookmark,
): Promise<void> {
  await client.query(
    "UPDATE data.connect_table SET dump_id = $2, files_read = $3, next_byte = $4, position = NULL WHERE id = $1",
    [tableId, dumpId, filesRead, nextByte],
  );
}

export async function countRows(
  client: Pick<pg.PoolClient, "query">,
  tableId: number,
  { read, added, changed, refused }: RowCounts,
): Promise<void> {
  await client.query(
    `UPDATE data.connect_table SET rows_read = rows_read + $2, rows_new = rows_new + $3, rows_changed = rows_changed + $4,
       rows_refused = rows_refused + $5 WHERE id = $1`,
    [tableId, read, added, changed, refused],
  );
}
