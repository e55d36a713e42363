import { z } from "zod";
import {
  heapTables,
  type HeapTable,
} from "../../../connectors/heap/connect/warehouse-tables";
import type {
  ReadPosition,
  WarehouseTable,
} from "../../../connectors/warehouse/reader";
import { database } from "../../../db";
import { jsonValue } from "./json-value";

const Shape = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});

/** How far a table of a warehouse was read, beside what all tables have. */
export type WarehouseBookmark = {
  heap: HeapTable<WarehouseTable>;
  position: ReadPosition;
  /** When the look began that read it to its end; null: none did. */
  coveredAt: Date | null;
};

/** A table as the catalogue had it at the last look; null: there was none of this name. */
export async function readBookmark(
  connectionId: string,
  name: string,
): Promise<WarehouseBookmark | null> {
  const { rows } = await database().pool.query<{
    shape: unknown;
    position: unknown;
    covered_at: Date | null;
  }>(
    "SELECT shape, position, covered_at FROM data.connect_table WHERE connection_id = $1 AND name = $2 AND shape IS NOT NULL",
    [connectionId, name],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const [heap] = heapTables([Shape.parse(row.shape)]);
  if (heap === undefined) return null;
  const position = jsonValue.parse(row.position);
  return { heap, position, coveredAt: row.covered_at };
}
