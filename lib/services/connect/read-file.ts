import { ConnectDataError } from "../../connectors/heap/connect/connect-error";
import {
  readAvro,
  type AvroBlock,
} from "../../connectors/heap/connect/read-avro";
import type { Row } from "../../connectors/heap/connect/row";
import { kindOfTable } from "../../connectors/heap/connect/tables";
import { inTransaction } from "../../db";
import type { Bucket } from "./dumps";
import { requireImport, type ImportClaim } from "./import-state";
import type { FileToRead } from "./next-file";
import { seenInOf, type TablePlace } from "./place";
import { moveFilePosition, finishFile } from "./file-position";
import { standBack } from "./stand-back";
import { countRows } from "./tables";
import { takeRows } from "./take-rows";

/** Rows are taken in as soon as so many, or so much of them, are there. */
const ROWS_AT_ONCE = 2_000;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

/**
 * Reads a file and takes its rows in, block after block, until its end or
 * `endsAtMs`. Each commit moves the position with the rows, so that a kill costs
 * the last blocks' reading only. Answers how many rows were taken. Throws
 * ConnectDataError after the good blocks.
 */
export async function readFile(
  { bucket, claim, workspaceId }: Reading,
  key: string,
  file: FileToRead,
  endsAtMs: number,
): Promise<number> {
  const place = placeOf(claim, workspaceId, file);
  let held: Held = { rows: [], bytes: 0, nextByte: file.fromByte };
  let taken = 0;
  const commit = async () => {
    await commitRows(claim, place, file, held);
    taken += held.rows.length;
    held = { rows: [], bytes: 0, nextByte: held.nextByte };
  };
  const open = (fromByte: number) => bucket.s3.read(key, fromByte);
  try {
    for await (const block of readAvro(open, file.fromByte)) {
      hold(held, block);
      const isLate = performance.now() >= endsAtMs;
      if (!isLate && !isEnough(held)) continue;
      await commit();
      if (isLate || !(await standBack(claim, endsAtMs))) return taken;
    }
  } catch (error) {
    if (error instanceof ConnectDataError) await commit();
    throw error;
  }
  await commit();
  await finishFile(claim, file, key);
  return taken;
}

/** What was read and is not taken in yet. */
type Held = { rows: Row[]; bytes: number; nextByte: number };

function hold(held: Held, { rows, bytes, offset }: AvroBlock): void {
  for (const row of rows) held.rows.push(row);
  held.bytes += bytes;
  held.nextByte = offset;
}

const isEnough = ({ rows, bytes }: Held) =>
  rows.length >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE;

export type Reading = {
  bucket: Bucket;
  claim: ImportClaim;
  workspaceId: string;
};

const placeOf = (
  { connectionId, epoch }: ImportClaim,
  workspaceId: string,
  { table, dumpId }: FileToRead,
): TablePlace => ({
  ...{ connectionId, workspaceId, dumpId },
  seenIn: seenInOf(epoch, dumpId),
  ...{ tableId: table.id, table: table.name, event: table.event },
  kind: kindOfTable(table.name),
});

async function commitRows(
  claim: ImportClaim,
  place: TablePlace,
  file: FileToRead,
  { rows, nextByte }: Held,
): Promise<void> {
  if (nextByte === file.fromByte) return;
  await inTransaction(async (client) => {
    await requireImport(client, claim);
    await countRows(client, place.tableId, await takeRows(client, place, rows));
    await moveFilePosition(client, claim, file, nextByte);
  });
}
