import { ConnectorError } from "../../../connectors/connector-error";
import { isOfEvents } from "../../../connectors/heap/connect/tables";
import {
  heapTables,
  type HeapTable,
} from "../../../connectors/heap/connect/warehouse-tables";
import { openWarehouse } from "../../../connectors/warehouse/open";
import type {
  WarehouseReader,
  WarehouseTable,
} from "../../../connectors/warehouse/reader";
import { TableReadError } from "../../../connectors/warehouse/table-read-error";
import { env } from "../../../env";
import type { Connection } from "../../../generated/prisma/client";
import type { CheckResult } from "../../connection/schemas";
import { listed } from "../listed";
import { warehouseTargetOf } from "./target";

/** Signs in to a connection's warehouse and says which of Heap's tables are there. */
export async function checkWarehouse(row: Connection): Promise<CheckResult> {
  const target = warehouseTargetOf(row);
  if (target === null)
    return {
      ok: false,
      detail:
        "Heap Connect: the warehouse has no way in yet: give a user, a key or a role.",
    };
  const reader = openWarehouse(target, env().OUTBOUND_ALLOW);
  try {
    return await lookInside(reader);
  } catch (error) {
    if (
      !(error instanceof ConnectorError) &&
      !(error instanceof TableReadError)
    )
      throw error;
    return { ok: false, detail: `Heap Connect: ${error.message}` };
  } finally {
    await reader.close();
  }
}

async function lookInside(reader: WarehouseReader): Promise<CheckResult> {
  const found = heapTables(await reader.tables());
  const [first] = found;
  if (first === undefined)
    return {
      ok: false,
      detail:
        "Heap Connect: the schema can be read, but holds none of Heap's tables that this user may see.",
    };
  const cost = await costOf(reader, first);
  const events = found.filter(({ kind }) => isOfEvents(kind)).length;
  const names = listed(found.map(({ name }) => name));
  return {
    ok: true,
    detail: `Heap Connect: ${found.length} of Heap's tables (${names}), ${events} of events.${cost}`,
  };
}

/** That a table may be read shows only by asking for it; where that costs nothing. */
async function costOf(
  reader: WarehouseReader,
  { table, key, time }: HeapTable<WarehouseTable>,
): Promise<string> {
  const bytes = await reader.estimate({ table, key, time, since: null });
  if (bytes === null) return "";
  return ` Reading ${table.name} whole is ${Math.ceil(bytes / 1_000_000)} MB to BigQuery.`;
}
