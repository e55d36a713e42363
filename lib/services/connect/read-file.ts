import { ConnectDataError } from "../../connectors/heap/connect/connect-error";
import {
  readAvro,
  type AvroBlock,
} from "../../connectors/heap/connect/read-avro";
import { kindOfTable } from "../../connectors/heap/connect/tables";
import { inTransaction } from "../../db";
import { oneAhead } from "../../shared/one-ahead";
import type { Bucket } from "./dumps";
import { requireImport, type ImportClaim } from "./import-state";
import { judgeRow, type JudgedRow } from "./judge-row";
import type { FileToRead } from "./next-file";
import { seenInOf, type TablePlace } from "./place";
import { moveFilePosition, finishFile } from "./file-position";
import { standBack } from "./stand-back";
import { countRows } from "./tables";
import { takeRows } from "./take-rows";

/** Rows are taken in as soon as so many, or so much of them, are there; as many again are read meanwhile. */
const ROWS_AT_ONCE = 2_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;
/** No block ends there. */
const NOTHING_READ = 0;

/**
 * Reads a file and takes its rows in, one batch after another, until its end or
 * `endsAtMs`; while one is taken in, the next one is read. Each commit moves the
 * position with the rows, so that a kill costs the last batches' reading only.
 * Answers how many rows were taken. Throws ConnectDataError after the good blocks.
 */
export async function readFile(
  { bucket, claim, workspaceId }: Reading,
  key: string,
  file: FileToRead,
  endsAtMs: number,
): Promise<number> {
  const place = placeOf(claim, workspaceId, file);
  const open = (fromByte: number) => bucket.s3.read(key, fromByte);
  const blocks = readAvro(open, file.fromByte);
  const batches = readBatches(blocks, place, endsAtMs);
  let taken = 0;
  for await (const batch of oneAhead(batches)) {
    await commitBatch(claim, place, file, batch);
    taken += batch.rows.length;
    if (batch.isLast) continue;
    if (performance.now() >= endsAtMs || !(await standBack(claim, endsAtMs)))
      return taken;
  }
  await finishFile(claim, file, key);
  return taken;
}

type Batch = {
  rows: JudgedRow[];
  bytes: number;
  /** Where the block after it begins. */
  nextByte: number;
  /** Nothing that can be read comes after it. */
  isLast: boolean;
};

/** Judges the rows of blocks and gathers them. What was good before a broken block is given before that is told. */
async function* readBatches(
  blocks: AsyncIterable<AvroBlock>,
  place: TablePlace,
  endsAtMs: number,
): AsyncGenerator<Batch> {
  let held = emptyBatch();
  try {
    for await (const block of blocks) {
      hold(held, block, place);
      if (!isEnough(held) && performance.now() < endsAtMs) continue;
      yield held;
      held = emptyBatch();
    }
  } catch (error) {
    if (error instanceof ConnectDataError) yield { ...held, isLast: true };
    throw error;
  }
  yield { ...held, isLast: true };
}

const emptyBatch = (): Batch => ({
  ...{ rows: [], bytes: 0, nextByte: NOTHING_READ, isLast: false },
});

function hold(
  held: Batch,
  { rows, bytes, offset }: AvroBlock,
  place: TablePlace,
): void {
  for (const row of rows) held.rows.push(judgeRow(place, row));
  held.bytes += bytes;
  held.nextByte = offset;
}

const isEnough = ({ rows, bytes }: Batch) =>
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

async function commitBatch(
  claim: ImportClaim,
  place: TablePlace,
  file: FileToRead,
  { rows, nextByte }: Batch,
): Promise<void> {
  if (nextByte === NOTHING_READ) return;
  await inTransaction(async (client) => {
    await requireImport(client, claim);
    await countRows(client, place.tableId, await takeRows(client, place, rows));
    await moveFilePosition(client, claim, file, nextByte);
  });
}
