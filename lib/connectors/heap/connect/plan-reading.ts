/** What is known of a dump before its files are read. */
export type DumpSummary = {
  dumpId: number;
  tables: { name: string; incremental: boolean; files: number }[];
};

/** How far a table was read: so many files of a dump; null: not begun. */
export type TableBookmark = {
  name: string;
  dumpId: number | null;
  filesRead: number;
};

/** What is left to read of a table in one dump. */
export type TableLeft = {
  dumpId: number;
  table: string;
  /** Its first file that was not read; counts from 0. */
  file: number;
  /** Of the table in this dump; 0: the table is empty, and there is none to read. */
  files: number;
  /** This dump replaces the table. */
  isFull: boolean;
};

/**
 * The dump from which on each table is read: the newest one that replaces it, or
 * where reading stopped when that is later. A table that was never written whole is
 * read from its first dump on. (Heap Connect's S3 specification, and what its readers do.)
 */
export function firstDumps(
  dumps: readonly DumpSummary[],
  bookmarks: readonly TableBookmark[],
): Map<string, number> {
  const first = new Map(
    bookmarks.map(({ name, dumpId }) => [name, dumpId ?? 0]),
  );
  for (const { dumpId, tables } of dumps)
    for (const { name, incremental } of tables) {
      const known = first.get(name);
      if (known !== undefined && !incremental)
        first.set(name, Math.max(known, dumpId));
    }
  return first;
}

/**
 * What is left to read of some tables, in order: dump by dump, in each the tables
 * as they were given.
 */
export function tablesLeft(
  dumps: readonly DumpSummary[],
  bookmarks: readonly TableBookmark[],
): TableLeft[] {
  const starts = firstDumps(dumps, bookmarks);
  return dumps
    .toSorted((a, b) => a.dumpId - b.dumpId)
    .flatMap((dump) => leftOf(dump, bookmarks, starts));
}

function leftOf(
  { dumpId, tables }: DumpSummary,
  bookmarks: readonly TableBookmark[],
  starts: ReadonlyMap<string, number>,
): TableLeft[] {
  const left = bookmarks.filter(
    ({ name }) => dumpId >= (starts.get(name) ?? 0),
  );
  if (left.length === 0) return [];
  const byName = new Map(tables.map((table) => [table.name, table]));
  return left.flatMap((bookmark) => {
    const table = byName.get(bookmark.name);
    if (table === undefined) return [];
    const isBegun = bookmark.dumpId === dumpId;
    const file = isBegun ? bookmark.filesRead : 0;
    if (isBegun && file >= table.files) return [];
    const { name, files, incremental } = table;
    return [{ dumpId, table: name, file, files, isFull: !incremental }];
  });
}

/** How many files that are; an empty table counts as one. */
export const countFiles = (left: readonly TableLeft[]): number =>
  left.reduce((sum, { file, files }) => sum + Math.max(files - file, 1), 0);
