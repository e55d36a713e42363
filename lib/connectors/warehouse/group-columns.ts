import type { WarehouseTable } from "./reader";

/** Rows of table, column and type, as catalogues have them, by table. */
export function groupColumns(
  rows: readonly (readonly (string | null)[])[],
): WarehouseTable[] {
  const tables = new Map<string, WarehouseTable>();
  for (const [table, name, type] of rows) {
    if (table == null || name == null) continue;
    const known = tables.get(table) ?? { name: table, columns: [] };
    known.columns.push({ name, type: type ?? "" });
    tables.set(table, known);
  }
  return [...tables.values()];
}
