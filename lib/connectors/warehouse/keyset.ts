import { z } from "zod";
import type { ReadPosition, TableRead } from "./reader";
import { quoted, selectSql } from "./sql";
import type { WarehouseEngine } from "./target";

/** One query reads so many rows: a server sorts no more at a time, and holds no more for whoever ignores pages. */
export const QUERY_ROWS = 50_000;

/** The time and the key of the last row that was read, as the server wrote them. */
const KeysetPosition = z
  .strictObject({ time: z.string().nullable(), key: z.string() })
  .nullable();
export type KeysetPosition = z.infer<typeof KeysetPosition>;

/** What is no position of this reader begins anew: what was taken in is known. */
export const toKeysetPosition = (from: ReadPosition): KeysetPosition =>
  KeysetPosition.catch(null).parse(from);

export type KeysetRead = {
  engine: WarehouseEngine;
  within: readonly string[];
  read: TableRead;
};

export type KeysetQuery = {
  text: string;
  values: string[];
  /** How many rows came; who reads them says so. */
  rows: number;
};

/**
 * The queries that read a table to its end in the order of time and key, each from
 * where the last one ended. Rows without a time come last, with a whole table only.
 */
export function* keysetReads(
  keyset: KeysetRead,
  position: () => KeysetPosition,
): Generator<KeysetQuery> {
  const { time, since } = keyset.read;
  const isTimed = time !== null && position()?.time !== null;
  if (isTimed) yield* untilShort(() => timedQuery(keyset, time, position()));
  if (time !== null && since !== null) return;
  const untimed = () => {
    const at = position();
    // A position in time says nothing of rows that have none.
    return untimedQuery(keyset, at?.time === null ? at : null);
  };
  yield* untilShort(untimed);
}

function* untilShort(next: () => KeysetQuery): Generator<KeysetQuery> {
  let query: KeysetQuery;
  do {
    query = next();
    yield query;
  } while (query.rows === QUERY_ROWS);
}

function timedQuery(
  { engine, within, read }: KeysetRead,
  time: string,
  position: KeysetPosition,
): KeysetQuery {
  const { table, since } = read;
  const [at, key] = [quoted(engine, time), quoted(engine, read.key)];
  const after = position?.time ?? null;
  const where = [`${key} IS NOT NULL`, `${at} IS NOT NULL`];
  const values: string[] = [];
  if (position !== null && after !== null) {
    values.push(after, position.key);
    where.push(`${at} >= $1`, `(${at} > $1 OR ${key} > $2)`);
  } else if (since !== null) {
    values.push(since.toISOString());
    where.push(`${at} >= $1`);
  }
  const text = selectSql({
    ...{ engine, within, table, where },
    ...{ orderBy: [at, key], limit: QUERY_ROWS },
  });
  return { text, values, rows: 0 };
}

function untimedQuery(
  { engine, within, read }: KeysetRead,
  position: KeysetPosition,
): KeysetQuery {
  const key = quoted(engine, read.key);
  const where = [`${key} IS NOT NULL`];
  if (read.time !== null) where.push(`${quoted(engine, read.time)} IS NULL`);
  if (position !== null) where.push(`${key} > $1`);
  const text = selectSql({
    ...{ engine, within, table: read.table, where },
    ...{ orderBy: [key], limit: QUERY_ROWS },
  });
  return { text, values: position === null ? [] : [position.key], rows: 0 };
}

/** The position of a row, by its cells; null: it has no key. */
export function positionAfter(
  { table, key, time }: TableRead,
  cells: readonly (string | null)[],
): KeysetPosition {
  const cellOf = (column: string) =>
    cells[table.columns.findIndex(({ name }) => name === column)] ?? null;
  const keyCell = cellOf(key);
  if (keyCell === null) return null;
  return { time: time === null ? null : cellOf(time), key: keyCell };
}
