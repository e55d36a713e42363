import {
  countFiles,
  tablesLeft,
  type DumpSummary,
  type TableLeft,
} from "../../connectors/heap/connect/plan-reading";
import { database } from "../../db";
import type { ConnectTable } from "./tables";

/** A file to read, from a byte on. */
export type FileToRead = {
  table: ConnectTable;
  dumpId: number;
  /** With it a table that the dump replaces is read to its end: what the dump does not hold is gone. */
  endsTable: boolean;
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
  const left = tablesLeft(dumps, tables);
  const [first] = left;
  const next =
    failed[0] ?? (first === undefined ? null : fileOf(first, tables));
  return { next, filesLeft: failed.length + countFiles(left) };
}

function fileOf(
  { dumpId, table: name, file, files, isFull }: TableLeft,
  tables: readonly ConnectTable[],
): FileToRead | null {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) return null;
  return {
    ...{ table, dumpId, key: null },
    endsTable: isFull && file >= files - 1,
    fromByte: table.dumpId === dumpId ? table.nextByte : 0,
    part: { index: file, count: files },
  };
}

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
    const endsTable = !written.incremental && hasPassed(table, dumpId, written);
    return [{ table, dumpId, endsTable, fromByte, part: null, key: row.file }];
  });
}

/** All other files of the table in this dump were read, or set aside as well. */
function hasPassed(
  table: ConnectTable,
  dumpId: number,
  { files }: { files: number },
): boolean {
  if (table.dumpId === null) return false;
  return table.dumpId === dumpId
    ? table.filesRead >= files
    : table.dumpId > dumpId;
}
