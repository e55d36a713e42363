import type pg from "pg";
import {
  isOfEvents,
  kindOfTable,
} from "../../../connectors/heap/connect/tables";
import type {
  ReadPosition,
  RowPage,
  TableRead,
  WarehouseReader,
} from "../../../connectors/warehouse/reader";
import { TableReadError } from "../../../connectors/warehouse/table-read-error";
import { database, inTransaction } from "../../../db";
import { giveFileUp, leaveFile } from "../file-position";
import { requireImport, type ImportClaim } from "../import-state";
import type { FileToRead } from "../next-file";
import { judgeRow } from "../judge-row";
import { seenInOf, type TablePlace } from "../place";
import { standBack } from "../stand-back";
import { sweepGone } from "../sweep-gone";
import { countRows } from "../tables";
import { takeRows } from "../take-rows";
import { inferMerges } from "./infer-merges";
import { readBookmark, type WarehouseBookmark } from "./tables";

const DAY_MS = 86_400_000;
/** A query may take longer than a step before its first rows come; then so much of it is read. */
const READ_MS_MIN = 8_000;

export type WarehouseReading = {
  reader: WarehouseReader;
  claim: ImportClaim;
  workspaceId: string;
  windowDays: number;
};

/**
 * Reads on in a table and takes its rows in, page after page, until its end or some
 * time. Each commit moves the position with the rows. A table that can't be read is
 * set aside until the next look. Answers how many rows were taken.
 */
export async function readTable(
  reading: WarehouseReading,
  file: FileToRead,
  endsAtMs: number,
): Promise<number> {
  const { claim } = reading;
  const key = file.table.name;
  const bookmark = await readBookmark(claim.connectionId, key);
  try {
    if (bookmark === null) throw new TableReadError("it is gone");
    return await readPages(reading, file, bookmark, endsAtMs);
  } catch (error) {
    if (!(error instanceof TableReadError)) throw error;
    await giveFileUp(claim, file, { key, message: error.message });
    return 0;
  }
}

async function readPages(
  reading: WarehouseReading,
  file: FileToRead,
  bookmark: WarehouseBookmark,
  endsAtMs: number,
): Promise<number> {
  const { reader, claim } = reading;
  const place = placeOf(reading, file);
  const from = positionIn(file, bookmark);
  const pages = reader.pages(toRead(reading, file, bookmark), from);
  let taken = 0;
  let deadline = 0;
  for await (const page of pages) {
    await commitPage(claim, place, page);
    taken += page.rows.length;
    if (deadline === 0)
      deadline = Math.max(endsAtMs, performance.now() + READ_MS_MIN);
    const isLate = performance.now() >= deadline;
    if (isLate || !(await standBack(claim, deadline))) return taken;
  }
  const isEmpty = taken === 0 && from === null;
  await finishTable(claim, file, isEmpty);
  return taken;
}

/** Where another look broke off tells nothing: rows before it would seem gone. */
const positionIn = (
  { table, dumpId }: FileToRead,
  { position }: WarehouseBookmark,
): ReadPosition => (table.dumpId === dumpId ? position : null);

/** All of it, or what happened since some days before the last look that read it to its end. */
function toRead(
  { windowDays }: WarehouseReading,
  { endsTable: isWhole }: FileToRead,
  { heap: { table, key, time }, coveredAt }: WarehouseBookmark,
): TableRead {
  const since =
    isWhole || coveredAt === null
      ? null
      : new Date(coveredAt.getTime() - windowDays * DAY_MS);
  return { table, key, time, since };
}

const placeOf = (
  { claim, workspaceId }: WarehouseReading,
  { table, dumpId }: FileToRead,
): TablePlace => ({
  ...{ connectionId: claim.connectionId, workspaceId, dumpId },
  seenIn: seenInOf(claim.epoch, dumpId),
  ...{ tableId: table.id, table: table.name, event: table.event },
  kind: kindOfTable(table.name),
});

async function commitPage(
  claim: ImportClaim,
  place: TablePlace,
  { rows, position }: RowPage,
): Promise<void> {
  const judged = rows.map((row) => judgeRow(place, row));
  await inTransaction(async (client) => {
    await requireImport(client, claim);
    if (isOfEvents(place.kind)) await inferMerges(client, place, rows);
    const taken = await takeRows(client, place, judged);
    await countRows(client, place.tableId, taken);
    await client.query(
      "UPDATE data.connect_table SET dump_id = $2, files_read = 0, position = $3 WHERE id = $1",
      [place.tableId, place.dumpId, JSON.stringify(position)],
    );
  });
}

/** A table that was full and comes empty is being written anew, rather than gone. */
async function finishTable(
  claim: ImportClaim,
  file: FileToRead,
  isEmpty: boolean,
): Promise<void> {
  const key = file.table.name;
  if (file.endsTable && isEmpty && (await hasRows(file.table.id)))
    throw new TableReadError(
      "it is empty, and held rows before: none is called gone",
    );
  if (file.endsTable) await sweepGone(claim, file, key);
  await leaveFile(claim, file, (client) => cover(client, claim, file));
}

async function hasRows(tableId: number): Promise<boolean> {
  const { rowCount } = await database().pool.query(
    "SELECT 1 FROM data.connect_row WHERE table_id = $1 AND NOT is_gone LIMIT 1",
    [tableId],
  );
  return rowCount === 1;
}

/** From now on only what happens after the look, and some days before it, is read again. */
async function cover(
  client: Pick<pg.PoolClient, "query">,
  { connectionId }: ImportClaim,
  { table, dumpId }: FileToRead,
): Promise<void> {
  await client.query(
    `UPDATE data.connect_table SET covered_at = d.seen_at FROM data.connect_dump d
     WHERE id = $1 AND d.connection_id = $2 AND d.dump_id = $3`,
    [table.id, connectionId, dumpId],
  );
}
