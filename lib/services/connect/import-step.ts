import { ConnectorError } from "../../connectors/connector-error";
import {
  ConnectDataError,
  MissingFileError,
} from "../../connectors/heap/connect/connect-error";
import type { S3Target } from "../../connectors/heap/connect/s3-target";
import type { DumpSummary } from "../../connectors/heap/connect/plan-reading";
import { isOfEvents, kindOfTable } from "../../connectors/heap/connect/tables";
import { database, inTransaction } from "../../db";
import { logger } from "../../logger";
import { chunkResult, type ChunkResult } from "../delivery/chunk-result";
import { wakeSyncs } from "../sync/wake";
import { forgetDump, lookForDumps, readDumps, readManifest } from "./dumps";
import { giveFileUp, finishFile } from "./file-position";
import {
  beginImport,
  claimImport,
  endImport,
  ImportTakenError,
  noteFilesTotal,
  noteImportFailure,
  requireImport,
  type ImportClaim,
} from "./import-state";
import { planReading, type FileToRead } from "./next-file";
import { readFile, type Reading } from "./read-file";
import { openBucket, s3TargetOf } from "./s3-target";
import { standBack } from "./stand-back";
import { readIncluded } from "./tables";
import { tellMerges } from "./tell-merges";

const STEP_MS_MAX = 8_000;
const CROWDED_WAIT_SECONDS = 2;
const FAILED_WAIT_SECONDS = 10;
const STREAMS = ["events", "users", "merges"];

/**
 * Works a step's worth of a connection's Heap Connect: looks for dumps when an
 * import begins, then reads file after file. Safe to run twice at once and to be
 * killed anywhere: rows, what is remembered of them and the position are one commit.
 */
export async function runImportStep(
  connectionId: string,
): Promise<ChunkResult> {
  const row = await database().prisma.connection.findUnique({
    where: { id: connectionId },
  });
  const target = row === null ? null : s3TargetOf(row);
  if (row === null || target === null) return chunkResult("stop");
  const claim = await claimImport(connectionId, nameOf(target));
  if (claim.isPaused) return chunkResult("stop");
  const s3 = openBucket(target);
  const bucket = { connectionId, target, s3, newest: null };
  try {
    return await work({ bucket, claim, workspaceId: row.workspaceId });
  } catch (error) {
    return await giveUp(claim, error);
  } finally {
    s3.close();
  }
}

/** Which bucket it is, and where in it. */
const nameOf = ({ endpoint, bucket, prefix }: S3Target) =>
  [endpoint ?? "", bucket, prefix].join(" ");

async function giveUp(
  claim: ImportClaim,
  error: unknown,
): Promise<ChunkResult> {
  if (error instanceof ImportTakenError) return chunkResult("stop");
  const isTold =
    error instanceof ConnectorError || error instanceof ConnectDataError;
  if (!isTold) throw error;
  const { connectionId } = claim;
  logger.warn({ connectionId, reason: error.message }, "import failed");
  await noteImportFailure(claim, error.message);
  const isPassing = error instanceof ConnectorError && error.advice === "wait";
  return isPassing
    ? chunkResult("wait", 0, FAILED_WAIT_SECONDS)
    : chunkResult("idle");
}

async function work(reading: Reading): Promise<ChunkResult> {
  const { bucket, claim } = reading;
  const endsAtMs = performance.now() + STEP_MS_MAX;
  if (!claim.isReading) {
    if (!(await lookForDumps(bucket, endsAtMs))) return chunkResult("more");
    await beginImport(claim);
  }
  const dumps = await readDumps(claim.connectionId);
  let read = 0;
  while (performance.now() < endsAtMs) {
    const file = await chooseFile(reading, dumps);
    if (file === null) return finish(claim, read);
    if (!(await hasManifest(reading, file))) return chunkResult("more", read);
    if (!(await standBack(claim, endsAtMs)))
      return chunkResult("wait", read, CROWDED_WAIT_SECONDS);
    read += await readNext(reading, file, endsAtMs);
    await wakeReaders(claim);
  }
  return chunkResult("more", read);
}

async function chooseFile(
  { claim }: Reading,
  dumps: readonly DumpSummary[],
): Promise<FileToRead | null> {
  const { connectionId } = claim;
  const tables = await readIncluded(connectionId);
  const { next, filesLeft } = await planReading(connectionId, tables, dumps);
  await noteFilesTotal(claim, filesLeft);
  return next;
}

/** Reads a file, or sets it aside when it can't be read as it is; answers how many rows were taken. */
async function readNext(
  reading: Reading,
  file: FileToRead,
  endsAtMs: number,
): Promise<number> {
  const { claim } = reading;
  if (isOfEvents(kindOfTable(file.table.name))) await tellAllMerges(claim);
  const key = file.key ?? (await locate(reading, file));
  if (key === null) {
    await finishFile(claim, file, null);
    return 0;
  }
  try {
    return await readFile(reading, key, file, endsAtMs);
  } catch (error) {
    if (!(error instanceof ConnectDataError)) throw error;
    await giveFileUp(claim, file, { key, message: error.message });
    return 0;
  }
}

/** Whoever keeps a bucket small may delete dumps that were not read yet. */
async function hasManifest(
  { bucket, claim }: Reading,
  { dumpId, part }: FileToRead,
): Promise<boolean> {
  try {
    if (part !== null) await readManifest(bucket, dumpId);
    return true;
  } catch (error) {
    if (!(error instanceof MissingFileError)) throw error;
    await forgetDump(claim, dumpId, error.message);
    return false;
  }
}

/** Where a file is; null: its table is empty in this dump. */
async function locate(
  { bucket }: Reading,
  { dumpId, table, part }: FileToRead,
): Promise<string | null> {
  const { tables } = await readManifest(bucket, dumpId);
  const written = tables.find(({ name }) => name === table.name);
  return written?.keys[part?.index ?? 0] ?? null;
}

async function tellAllMerges(claim: ImportClaim): Promise<void> {
  let isMore = true;
  while (isMore) {
    isMore = await inTransaction(async (client) => {
      await requireImport(client, claim);
      return tellMerges(client, claim.connectionId);
    });
  }
}

async function finish(claim: ImportClaim, read: number): Promise<ChunkResult> {
  await tellAllMerges(claim);
  const isAskedAgain = await endImport(claim);
  await wakeReaders(claim);
  return chunkResult(isAskedAgain ? "more" : "idle", read);
}

async function wakeReaders({ connectionId }: ImportClaim): Promise<void> {
  for (const stream of STREAMS) await wakeSyncs(connectionId, stream);
}
