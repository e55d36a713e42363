import {
  filesLeft,
  type DumpSummary,
} from "../../connectors/heap/connect/plan-reading";
import { database } from "../../db";
import type { ConnectTable } from "./tables";

/** A file to read, from a byte on. */
export type FileToRead = {
  table: ConnectTable;
  dumpId: number;
  isFull: boolean;
  fromByte: number;
  /** Its number in the dump, of how many; null: it could not be read before, and is tried again. */
  part: { index: number; count: number } | null;
  /** Of a file that is tried again. */
  key: string | null;
};

export type ReadingPlan = { next: FileToRead | null; filesLeft: number };

/** What is to be read next: files that failed in earlier imports, then those that were never read. */
export async function planReading(
  connectionId: string,
  tables: readonly ConnectTable[],
  dumps: readonly DumpSummary[],
): Promise<ReadingPlan> {
  const failed = await readFailed(connectionId, tables, dumps);
  const left = [...filesLeft(dumps, tables)];
  const [first] = left;
  const table = tables.find(({ name }) => name === first?.table);
  const fresh =
    first === undefined || table === undefined
      ? null
      : {
          ...{ table, dumpId: first.dumpId, isFull: first.isFull, key: null },
          fromByte: table.dumpId === first.dumpId ? table.nextByte : 0,
          part: { index: first.file, count: first.files },
        };
  return {
    next: failed[0] ?? fresh,
    filesLeft: failed.length + left.length,
  };
}

/** Those of dumps that were replaced since are no loss. */
async function readFailed(
  connectionId: string,
  tables: readonly ConnectTable[],
  dumps: readonly DumpSummary[],
): Promise<FileToRead[]> {
  const { rows } = await database().pool.query<{
    table_name: string;
    dump_id: string;
    file: string;
    next_byte: string;
  }>(
    `SELECT table_name, dump_id, file, next_byte FROM data.connect_problem p JOIN data.connect_import i USING (connection_id)
     WHERE connection_id = $1 AND table_name <> '' AND p.at < i.started_at ORDER BY p.dump_id, table_name, file`,
    [connectionId],
  );
  return rows.flatMap((row) => {
    const dumpId = Number(row.dump_id);
    const table = tables.find(({ name }) => name === row.table_name);
    const dump = dumps.find((one) => one.dumpId === dumpId);
    const written = dump?.tables.find(({ name }) => name === row.table_name);
    if (table === undefined || written === undefined) return [];
    const fromByte = Number(row.next_byte);
    const isFull = !written.incremental;
    return [{ table, dumpId, isFull, fromByte, part: null, key: row.file }];
  });
}
