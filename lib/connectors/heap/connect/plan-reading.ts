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

export type NextFile = {
  dumpId: number;
  table: string;
  /** Counts from 0. */
  file: number;
  /** Of the table in this dump; 0: the table is empty, and there is none to read. */
  files: number;
  /** This dump replaces the table. */
  isFull: boolean;
};

/**
 * The dump from which on a table is read: the newest one that replaces it, or where
 * reading stopped when that is later. A table that was never written whole is read
 * from its first dump on. (Heap Connect's S3 specification, and what its readers do.)
 */
export function firstDumpOf(
  dumps: readonly DumpSummary[],
  { name, dumpId }: TableBookmark,
): number {
  const full = dumps
    .filter(({ tables }) =>
      tables.some((table) => table.name === name && !table.incremental),
    )
    .map((dump) => dump.dumpId);
  return Math.max(dumpId ?? 0, 0, ...full);
}

/**
 * Every file that is left to read of some tables, in order: dump by dump, in each
 * the tables as they were given.
 */
export function* filesLeft(
  dumps: readonly DumpSummary[],
  bookmarks: readonly TableBookmark[],
): Generator<NextFile> {
  const starts = new Map(
    bookmarks.map((bookmark) => [bookmark.name, firstDumpOf(dumps, bookmark)]),
  );
  const inOrder = dumps.toSorted((a, b) => a.dumpId - b.dumpId);
  for (const dump of inOrder) {
    for (const bookmark of bookmarks) {
      const { name } = bookmark;
      const table = dump.tables.find((one) => one.name === name);
      if (table === undefined || dump.dumpId < (starts.get(name) ?? 0))
        continue;
      const isBegun = bookmark.dumpId === dump.dumpId;
      const next = { dumpId: dump.dumpId, table: name, files: table.files };
      const isFull = !table.incremental;
      if (table.files === 0 && !isBegun) yield { ...next, file: 0, isFull };
      const first = isBegun ? bookmark.filesRead : 0;
      for (let file = first; file < table.files; file += 1)
        yield { ...next, file, isFull };
    }
  }
}
