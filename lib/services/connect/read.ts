import {
  guessEventName,
  inReadingOrder,
  kindOfTable,
} from "../../connectors/heap/connect/tables";
import { HeapSettings } from "../../connectors/heap/definition";
import { database } from "../../db";
import { badRequest } from "../../errors";
import type { Connection } from "../../generated/prisma/client";
import { findConnection } from "../connection/connection-row";
import type { Context, VerbArgs } from "../context";
import { placeWords } from "./place-words";
import { externalIdOf } from "./s3-target";
import { ConnectDto, type ConnectTableDto } from "./schemas";
import { readingOf, warehouseSettingsOf } from "./warehouse/settings";

const PROBLEMS_MAX = 100;

/** How a connection's Heap Connect is read, table by table. */
export async function readConnect({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<ConnectDto> {
  const row = await findHeap(ctx, input.id);
  const { connect, region } = HeapSettings.parse(row.settings);
  const warehouse = warehouseSettingsOf(row);
  const [state, tables, problems] = await Promise.all([
    readState(row.id),
    readTables(row.id),
    readProblems(row.id),
  ]);
  return ConnectDto.parse({
    ...{ kind: connect?.kind ?? null, isSandbox: region === "sandbox" },
    place: connect ? placeWords(connect) : null,
    warehouse: warehouse === null ? null : readingOf(warehouse),
    externalId: externalIdOf(row.id),
    ...(connect ? state : { ...state, state: "none" }),
    ...{ tables, problems },
  });
}

/** A connection of this workspace that is Heap's. */
export async function findHeap(ctx: Context, id: string): Promise<Connection> {
  const row = await findConnection(ctx, id);
  if (row.kind !== "heap")
    throw badRequest("Only connections to Heap have a Heap Connect.");
  return row;
}

async function readState(connectionId: string) {
  const { rows } = await database().pool.query<{
    state: ConnectDto["state"] | null;
    error: string | null;
    started_at: Date | null;
    finished_at: Date | null;
    files_done: number | null;
    files_total: number | null;
    newest: string | null;
  }>(
    `SELECT CASE WHEN paused_at IS NOT NULL THEN 'paused' WHEN error IS NOT NULL THEN 'failed'
         WHEN state = 'reading' AND crowded_at IS NOT NULL THEN 'crowded' ELSE state END AS state,
       error, started_at, finished_at, files_done, files_total,
       (SELECT max(dump_id) FROM data.connect_dump WHERE connection_id = $1) AS newest
     FROM (SELECT $1::text AS connection_id) c LEFT JOIN data.connect_import i USING (connection_id)`,
    [connectionId],
  );
  const [row] = rows;
  return {
    ...{ state: row?.state ?? "idle", error: row?.error ?? null },
    startedAt: row?.started_at?.toISOString() ?? null,
    finishedAt: row?.finished_at?.toISOString() ?? null,
    files: { done: row?.files_done ?? 0, total: row?.files_total ?? 0 },
    newestDump: row?.newest ? Number(row.newest) : null,
  };
}

async function readTables(connectionId: string): Promise<ConnectTableDto[]> {
  const { pool } = database();
  const known = await pool.query<{ event: string }>(
    "SELECT event FROM data.catalogue_event WHERE connection_id = $1 AND stream = 'events'",
    [connectionId],
  );
  const events = known.rows.map(({ event }) => event);
  const { rows } = await pool.query<{
    name: string;
    event: string | null;
    is_included: boolean;
    dump_id: string | null;
    rows_read: string;
    rows_new: string;
    rows_changed: string;
    rows_gone: string;
    rows_refused: string;
  }>("SELECT * FROM data.connect_table WHERE connection_id = $1", [
    connectionId,
  ]);
  const tables = rows.flatMap((row) => {
    const kind = kindOfTable(row.name);
    if (kind === "skipped") return [];
    const { name, event } = row;
    return [
      {
        ...{ name, kind, event, isIncluded: row.is_included },
        guess: guessEventName(name, events),
        dumpId: row.dump_id === null ? null : Number(row.dump_id),
        rows: {
          read: Number(row.rows_read),
          added: Number(row.rows_new),
          changed: Number(row.rows_changed),
          gone: Number(row.rows_gone),
          refused: Number(row.rows_refused),
        },
      },
    ];
  });
  return inReadingOrder(tables);
}

async function readProblems(connectionId: string) {
  const { rows } = await database().pool.query<{
    table_name: string;
    dump_id: string;
    file: string;
    message: string;
    at: Date;
  }>(
    `SELECT table_name, dump_id, file, message, at FROM data.connect_problem
     WHERE connection_id = $1 ORDER BY at DESC LIMIT ${PROBLEMS_MAX}`,
    [connectionId],
  );
  return rows.map(({ table_name: table, dump_id, file, message, at }) => ({
    ...{ table, file, message, dumpId: Number(dump_id) },
    at: at.toISOString(),
  }));
}
