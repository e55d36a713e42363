import { ConnectorError } from "../../../connectors/connector-error";
import { openWarehouse } from "../../../connectors/warehouse/open";
import {
  PREVIEW_SECONDS_MAX,
  type WarehouseReader,
  type WarehouseRow,
  type WarehouseTable,
} from "../../../connectors/warehouse/reader";
import { TableReadError } from "../../../connectors/warehouse/table-read-error";
import type { WarehouseTarget } from "../../../connectors/warehouse/target";
import { env } from "../../../env";
import { badRequest } from "../../../errors";
import type { Json } from "../../../shared/json";
import { requireRole, type VerbArgs } from "../../context";
import { findHeap } from "../read";
import { PreviewInput, TablePreviewDto } from "../schemas";
import { readBookmark, type WarehouseBookmark } from "./tables";
import { warehouseTargetOf } from "./target";

const ROWS = 20;
const CELL_CHARACTERS_MAX = 500;

/**
 * The first rows of a table in a connection's warehouse, or only what they would
 * cost. Takes none but the names that the last look found.
 */
export async function previewTable({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<TablePreviewDto> {
  requireRole(ctx, "editor");
  const row = await findHeap(ctx, input.id);
  const { table, isDry } = PreviewInput.parse(input.body);
  const target = warehouseTargetOf(row);
  if (target === null)
    throw badRequest("The connection has no warehouse, or no way into it.");
  const bookmark = await readBookmark(row.id, table);
  if (bookmark === null)
    throw badRequest("The last look found no table of this name.");
  const reader = openWarehouse(target, env().OUTBOUND_ALLOW);
  try {
    return await preview(reader, target, bookmark, isDry);
  } catch (error) {
    throw toProblem(error);
  } finally {
    await reader.close();
  }
}

async function preview(
  reader: WarehouseReader,
  target: WarehouseTarget,
  { heap: { name, table, key, time } }: WarehouseBookmark,
  isDry: boolean,
): Promise<TablePreviewDto> {
  const bytes = await reader.estimate({ table, key, time, since: null });
  const rows = isDry ? null : await reader.first(table, ROWS);
  const bytesMax = target.engine === "bigquery" ? target.bytesBilledMax : null;
  return TablePreviewDto.parse({
    ...{ table: name, columns: table.columns },
    rows: rows?.map((row) => cellsOf(table, row)) ?? null,
    cost: { bytes, bytesMax, secondsMax: PREVIEW_SECONDS_MAX },
  });
}

const cellsOf = ({ columns }: WarehouseTable, row: WarehouseRow) =>
  columns.map(({ name }) => shown(row[name.toLowerCase()] ?? null));

function shown(value: Json): string | null {
  if (value === null) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, CELL_CHARACTERS_MAX);
}

function toProblem(error: unknown): unknown {
  if (error instanceof ConnectorError) return badRequest(error.message);
  if (error instanceof TableReadError)
    return badRequest(`The table can't be read: ${error.message}.`);
  return error;
}
