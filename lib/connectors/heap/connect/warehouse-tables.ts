import { isOfEvents, keyColumn, kindOfTable, type TableKind } from "./tables";

type Table = { name: string; columns: readonly { name: string }[] };

/** One of Heap's tables in a warehouse, and which of its columns are which. */
export type HeapTable<T extends Table> = {
  /** In lower case, as Heap writes it elsewhere. */
  name: string;
  kind: TableKind;
  table: T;
  key: string;
  /** When a row happened; null: the table is read whole each time. */
  time: string | null;
};

/** BigQuery's views leave out what comes twice; what they are made of is below. */
const RAW = "_raw";

/**
 * Heap's tables among those of a schema: users, merges, and whatever has the
 * columns of an event. Names are compared without their case, which differs from
 * warehouse to warehouse; of two that differ in nothing else the first one counts.
 */
export function heapTables<T extends Table>(
  tables: readonly T[],
): HeapTable<T>[] {
  const names = new Set(tables.map(({ name }) => name.toLowerCase()));
  const found = new Map<string, HeapTable<T>>();
  for (const table of tables) {
    const heap = recognise(table);
    const isBelow =
      heap?.name.endsWith(RAW) === true &&
      names.has(heap.name.slice(0, -RAW.length));
    if (heap !== null && !isBelow && !found.has(heap.name))
      found.set(heap.name, heap);
  }
  return [...found.values()];
}

function recognise<T extends Table>(table: T): HeapTable<T> | null {
  const name = table.name.toLowerCase();
  const kind = kindOfTable(name);
  if (kind === "skipped") return null;
  const column = (wanted: string) =>
    table.columns.find((one) => one.name.toLowerCase() === wanted)?.name ??
    null;
  const [key, time] = [column(keyColumn(kind)), column("time")];
  if (key === null) return null;
  if (!isOfEvents(kind)) return { name, kind, table, key, time: null };
  // Whatever else lies in the schema is none of Heap's.
  if (time === null || column("user_id") === null) return null;
  return { name, kind, table, key, time };
}
