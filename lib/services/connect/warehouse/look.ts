import type pg from "pg";
import { ConnectorError } from "../../../connectors/connector-error";
import { tablesLeft } from "../../../connectors/heap/connect/plan-reading";
import { isOfEvents } from "../../../connectors/heap/connect/tables";
import {
  heapTables,
  type HeapTable,
} from "../../../connectors/heap/connect/warehouse-tables";
import type {
  WarehouseReader,
  WarehouseTable,
} from "../../../connectors/warehouse/reader";
import { inTransaction } from "../../../db";
import { readDumps } from "../dumps";
import { requireImport, type ImportClaim } from "../import-state";
import { readIncluded } from "../tables";

/**
 * Plans what to read of a warehouse, unless something is left of the last plan: it
 * counts as a dump that has each table as one file. Tables of events that were read
 * to their end before are read from some days before that on.
 */
export async function lookIntoWarehouse(
  reader: WarehouseReader,
  claim: ImportClaim,
): Promise<void> {
  const { connectionId } = claim;
  const dumps = await readDumps(connectionId);
  const included = await readIncluded(connectionId);
  if (tablesLeft(dumps, included).length > 0) return;
  const found = heapTables(await reader.tables());
  if (found.length === 0)
    throw new ConnectorError(
      "The schema holds none of Heap's tables, or this user may not see them.",
      "change-connection",
    );
  const dumpId = (dumps.at(-1)?.dumpId ?? 0) + 1;
  await inTransaction(async (client) => {
    await requireImport(client, claim);
    await keepTables(client, connectionId, found);
    await keepLook(client, connectionId, dumpId, found);
  });
}

/**
 * Users and merges are always read; of events somebody says which, and their names.
 * Tables that are there no more, or in the former place only, have no shape.
 */
async function keepTables(
  client: pg.PoolClient,
  connectionId: string,
  found: readonly HeapTable<WarehouseTable>[],
): Promise<void> {
  await client.query(
    `INSERT INTO data.connect_table AS known (connection_id, name, is_included, shape)
     SELECT $1, t.* FROM unnest($2::text[], $3::boolean[], $4::json[]) AS t (name, is_included, shape) ORDER BY name
     ON CONFLICT (connection_id, name) DO UPDATE SET shape = excluded.shape`,
    [
      connectionId,
      found.map(({ name }) => name),
      found.map(({ kind }) => !isOfEvents(kind)),
      found.map(({ table }) => JSON.stringify(table)),
    ],
  );
  await client.query(
    "UPDATE data.connect_table SET shape = NULL WHERE connection_id = $1 AND shape IS NOT NULL AND name <> ALL($2)",
    [connectionId, found.map(({ name }) => name)],
  );
}

async function keepLook(
  client: pg.PoolClient,
  connectionId: string,
  dumpId: number,
  found: readonly HeapTable<WarehouseTable>[],
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM data.connect_table WHERE connection_id = $1 AND covered_at IS NOT NULL",
    [connectionId],
  );
  const covered = new Set(rows.map(({ name }) => name));
  const tables = found.map(({ name, time }) => ({
    ...{ name, files: 1 },
    incremental: time !== null && covered.has(name),
  }));
  // What the last look could not read is tried again with this one.
  for (const table of ["connect_problem", "connect_dump"])
    await client.query(`DELETE FROM data.${table} WHERE connection_id = $1`, [
      connectionId,
    ]);
  await client.query(
    "INSERT INTO data.connect_dump (connection_id, dump_id, tables) VALUES ($1, $2, $3)",
    [connectionId, dumpId, JSON.stringify(tables)],
  );
}
