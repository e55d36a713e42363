import { ConnectDataError } from "../../connectors/heap/connect/connect-error";
import { readAvro } from "../../connectors/heap/connect/read-avro";
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

/** Rows are taken in as soon as so many blocks' worth of them is there. */
const ROWS_AT_ONCE = 2_000;

export type ReadResult = { rows: number; isWhole: boolean };

/**
 * Reads a file and takes its rows in, block after block, until its end or
 * `endsAtMs`. Each commit moves the position with the rows, so that a kill costs
 * the last blocks' reading only. Throws ConnectDataError after the good blocks.
 */
export async function readFile(
  { bucket, claim, workspaceId }: Reading,
  key: string,
  file: FileToRead,
  endsAtMs: number,
): Promise<ReadResult> {
  const place = placeOf(claim, workspaceId, file);
  let rows: Row[] = [];
  let taken = 0;
  let nextByte = file.fromByte;
  const commit = async () => {
    await commitRows(claim, place, file, { rows, nextByte });
    taken += rows.length;
    rows = [];
  };
  const open = (fromByte: number) => bucket.s3.read(key, fromByte);
  try {
    for await (const block of readAvro(open, file.fromByte)) {
      rows.push(...block.rows);
      nextByte = block.offset;
      if (rows.length < ROWS_AT_ONCE) continue;
      await commit();
      if (!(await standBack(claim, endsAtMs)) || performance.now() >= endsAtMs)
        return { rows: taken, isWhole: false };
    }
  } catch (error) {
    if (error instanceof ConnectDataError) await commit();
    throw error;
  }
  await commit();
  await finishFile(claim, file);
  return { rows: taken, isWhole: true };
}

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
  { rows, nextByte }: { rows: readonly Row[]; nextByte: number },
): Promise<void> {
  if (rows.length === 0) return;
  await inTransaction(async (client) => {
    await requireImport(client, claim);
    await countRows(client, place.tableId, await takeRows(client, place, rows));
    await moveFilePosition(client, claim, file, nextByte);
  });
}
