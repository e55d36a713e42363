import { ConnectorError } from "../../connectors/connector-error";
import { ConnectDataError } from "../../connectors/heap/connect/connect-error";
import { database, inTransaction } from "../../db";
import { logger } from "../../logger";
import { chunkResult, type ChunkResult } from "../delivery/chunk-result";
import { wakeSyncs } from "../sync/wake";
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
import { openSource } from "./open-source";
import type { ConnectSource } from "./source";
import { standBack } from "./stand-back";
import { tellMerges } from "./tell-merges";

const STEP_MS_MAX = 8_000;
const CROWDED_WAIT_SECONDS = 2;
const FAILED_WAIT_SECONDS = 10;
const STREAMS = ["events", "users", "merges"];

/**
 * Works a step's worth of a connection's Heap Connect: finds out what is new when an
 * import begins, then reads part after part. Safe to run twice at once and to be
 * killed anywhere: rows, what is remembered of them and the position are one commit.
 */
export async function runImportStep(
  connectionId: string,
): Promise<ChunkResult> {
  const row = await database().prisma.connection.findUnique({
    where: { id: connectionId },
  });
  const source = row === null ? null : openSource(row);
  if (source === null) return chunkResult("stop");
  try {
    const claim = await claimImport(connectionId, source.name);
    if (claim.isPaused) return chunkResult("stop");
    return await work(source, claim).catch((error: unknown) =>
      giveUp(claim, error),
    );
  } finally {
    await source.close();
  }
}

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

async function work(
  source: ConnectSource,
  claim: ImportClaim,
): Promise<ChunkResult> {
  const endsAtMs = performance.now() + STEP_MS_MAX;
  if (!claim.isReading) {
    if (!(await source.look(claim, endsAtMs))) return chunkResult("more");
    await beginImport(claim);
  }
  let read = 0;
  while (performance.now() < endsAtMs) {
    const { piece, left } = await source.next(claim);
    await noteFilesTotal(claim, left);
    if (piece === null) return finish(claim, read);
    if (!(await standBack(claim, endsAtMs)))
      return chunkResult("wait", read, CROWDED_WAIT_SECONDS);
    if (piece.isOfEvents) await tellAllMerges(claim);
    read += await piece.read(endsAtMs);
    await wakeReaders(claim);
  }
  return chunkResult("more", read);
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
