import type { Json } from "../../shared/json";

/** As the warehouse's own catalogue gives it. */
export type WarehouseColumn = { name: string; type: string };

export type WarehouseTable = { name: string; columns: WarehouseColumn[] };

/** A value for each column, under its name in lower case; integers of many digits are text. */
export type WarehouseRow = Record<string, Json>;

/** What to read of a table: all of it, or what happened since. */
export type TableRead = {
  table: WarehouseTable;
  /** The column that tells its rows apart; rows without it are left out. */
  key: string;
  /** When a row happened; null: nothing in the table tells. */
  time: string | null;
  since: Date | null;
};

/** Where reading goes on: only the reader that gave it knows what it means. */
export type ReadPosition = Json;

export type RowPage = { rows: WarehouseRow[]; position: ReadPosition };

/**
 * The few things that are asked of a warehouse. None can change anything in it.
 * All throw ConnectorError, or TableReadError where it is one table's fault.
 */
export type WarehouseReader = {
  /** Every table and view of the schema. */
  tables(): Promise<WarehouseTable[]>;
  /** How many bytes a read would be billed for; null: this warehouse does not tell before. */
  estimate(read: TableRead): Promise<number | null>;
  /** A table's rows, page by page, from a position on. Memory does not grow with the table. */
  pages(read: TableRead, from: ReadPosition): AsyncIterable<RowPage>;
  /** Some rows of a table, to look at. */
  first(table: WarehouseTable, rows: number): Promise<WarehouseRow[]>;
  close(): Promise<void>;
};

/** A page is so many rows. */
export const PAGE_ROWS = 2_000;
/** Longer no statement may run. */
export const STATEMENT_SECONDS_MAX = 600;
/** Longer nobody waits for a table's first rows. */
export const PREVIEW_SECONDS_MAX = 30;
