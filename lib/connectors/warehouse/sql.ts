import type { WarehouseTable } from "./reader";
import type { WarehouseEngine } from "./target";

/**
 * A name as the catalogue gave it, so that nothing folds its case and nothing in
 * it is read as SQL.
 */
export function quoted(engine: WarehouseEngine, name: string): string {
  if (engine === "bigquery")
    return `\`${name.replace(/[\\`]/g, (character) => `\\${character}`)}\``;
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table or schema by the names that lead to it. */
export const pathTo = (engine: WarehouseEngine, ...names: string[]): string =>
  names.map((name) => quoted(engine, name)).join(".");

type Select = {
  engine: WarehouseEngine;
  /** What leads to the table: database, project, dataset or schema. */
  within: readonly string[];
  table: WarehouseTable;
  where?: readonly string[];
  orderBy?: readonly string[];
  limit?: number;
};

/** A query of all columns of one table; conditions come with their placeholders. */
export function selectSql({
  engine,
  within,
  table,
  where = [],
  orderBy = [],
  limit,
}: Select): string {
  const columns = table.columns.map(({ name }) => quoted(engine, name));
  return [
    `SELECT ${columns.join(", ")}`,
    `FROM ${pathTo(engine, ...within, table.name)}`,
    ...(where.length === 0 ? [] : [`WHERE ${where.join(" AND ")}`]),
    ...(orderBy.length === 0 ? [] : [`ORDER BY ${orderBy.join(", ")}`]),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join(" ");
}
