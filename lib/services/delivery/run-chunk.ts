import { setTimeout as sleep } from "node:timers/promises";
import { newSecret } from "../../ids";
import { database, inTransaction } from "../../db";
import type { Ledger } from "../../sync/ledger";
import {
  bookChunk,
  keepDeadLetters,
  keepPending,
  rejectedLetters,
} from "./commit";
import { endDrain } from "./end-drain";
import { endManualRun, openRun, type OpenRun } from "./open-run";
import { readChunk, type ReadChunk } from "./read-chunk";
import { resendPending } from "./resend";
import { sendCalls } from "./send-calls";
import { bookWaiting, waitingNow } from "./waiting";
import {
  claimCursor,
  FencedError,
  loadWork,
  moveCursor,
  type Claim,
  type Work,
} from "./work";

const PACE_MS_MAX = 30_000;

/** Counts, never records: this becomes the output of a step. */
export type ChunkResult = {
  /** more: go on at once; wait: the connection is not well; idle: nothing left; stop: not ours to run. */
  next: "more" | "wait" | "idle" | "stop";
  waitSeconds: number;
  read: number;
  /** Milliseconds since 1970, so that the job can tell time without a clock of its own. */
  at: number;
};

/**
 * Works one chunk of a sync: what is pending first, else what comes after the
 * cursor. Safe to run twice at once and to be killed anywhere: the commit moves
 * the cursor, the ledger and the exceptions together, or not at all.
 */
export async function runChunk(syncId: string): Promise<ChunkResult> {
  const work = await loadWork(syncId);
  if (work === null) return result("stop");
  const waiting = waitingNow(work, new Date());
  if (waiting.kind === "held") return result("stop");
  if (waiting.kind === "until") return result("wait", 0, waiting.seconds);
  const claim = await claimCursor(syncId, newSecret());
  if (claim === null) return result("stop");
  try {
    if (await resendPending(work, claim)) return result("more");
    if (await endDrain(work.sync)) return result("stop");
    return await readAndSend(work, claim);
  } catch (error) {
    if (error instanceof FencedError) return result("stop");
    throw error;
  }
}

async function readAndSend(work: Work, claim: Claim): Promise<ChunkResult> {
  const run = await openRun(work);
  if (run === null) return result("idle");
  const startedAt = new Date();
  const chunk = await readChunk(work, claim);
  if (chunk.read === 0) return reachEnd(work, claim, chunk, run);
  const delivery = await sendCalls(work, chunk.calls);
  const change: Ledger = {
    read: chunk.read,
    filtered: chunk.filtered,
    invalid: chunk.invalid.length,
    delivered: delivery.delivered.length,
    rejected: delivery.rejected.length,
    pending: delivery.unanswered.length,
  };
  await inTransaction(async (client) => {
    await moveCursor(client, work.sync.id, claim, chunk.to);
    const place = {
      runId: run.id,
      kind: "read" as const,
      from: chunk.from,
      to: chunk.to,
    };
    const number = await bookChunk(client, {
      ...place,
      startedAt,
      change,
      delivery,
      violations: chunk.violations,
      planRevision: work.planRevision,
    });
    const at = { work, runId: run.id, chunk: number };
    await keepPending(client, at, delivery.unanswered, delivery.fault);
    const invalid = chunk.invalid.map((record) => ({
      ...record,
      outcome: "invalid" as const,
      attempts: 0,
      response: null,
    }));
    await keepDeadLetters(client, at, [
      ...invalid,
      ...rejectedLetters(delivery),
    ]);
    await bookWaiting(client, work, delivery.fault);
  });
  await pace(work, chunk.calls.length, startedAt);
  return result("more", chunk.read);
}

/** Nothing is left below the barrier; the flag tells whether something came since. */
async function reachEnd(
  work: Work,
  claim: Claim,
  chunk: ReadChunk,
  run: OpenRun,
): Promise<ChunkResult> {
  if (chunk.to !== claim.position) {
    await inTransaction((client) =>
      moveCursor(client, work.sync.id, claim, chunk.to),
    );
  }
  const { rows } = await database().pool.query<{ has_news: boolean }>(
    "SELECT has_news FROM data.cursor WHERE sync_id = $1",
    [work.sync.id],
  );
  if (rows[0]?.has_news === true) return result("more");
  if (run.trigger === "manual") await endManualRun(work.sync.id);
  return result("idle");
}

/** Keeps a sync below its own rate. */
export async function pace(
  { definition }: Pick<Work, "definition">,
  sent: number,
  startedAt: Date,
): Promise<void> {
  const rate = definition.delivery.ratePerSecond;
  if (!rate) return;
  const dueMs = (sent / rate) * 1_000 - (Date.now() - startedAt.getTime());
  if (dueMs > 0) await sleep(Math.min(dueMs, PACE_MS_MAX));
}

function result(
  next: ChunkResult["next"],
  read = 0,
  waitSeconds = 0,
): ChunkResult {
  return { next, read, waitSeconds, at: Date.now() };
}
