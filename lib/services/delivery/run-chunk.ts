import { newSecret } from "../../ids";
import { database, inTransaction } from "../../db";
import type { Delivery } from "../../sync/delivery";
import type { Ledger } from "../../sync/ledger";
import { releaseProbe } from "../flow/outcomes";
import { standingOf } from "../flow/standing";
import {
  bookChunk,
  keepDeadLetters,
  keepPending,
  rejectedLetters,
} from "./commit";
import { endDrain } from "./end-drain";
import { holdBehind } from "./hold-behind";
import { endManualRun, openRun, type OpenRun } from "./open-run";
import { readChunk, type OutCall, type ReadChunk } from "./read-chunk";
import { resendPending } from "./resend";
import { sendCalls, type SendOptions } from "./send-calls";
import { bookBreaker, bookWaiting, waitingNow } from "./waiting";
import {
  claimCursor,
  FencedError,
  loadWork,
  moveCursor,
  type Claim,
  type Work,
} from "./work";

/** Counts, never records: this becomes the output of a step. */
export type ChunkResult = {
  /** more: go on at once; wait: the connection is not well; idle: nothing left; stop: not ours to run. */
  next: "more" | "wait" | "idle" | "stop";
  waitSeconds: number;
  read: number;
  /** Milliseconds since 1970, so that the job can tell time without a clock of its own. */
  at: number;
};

/** What is due later is left to the sweep. */
const ALONE_SECONDS_MAX = 30;

/**
 * Works one chunk of a sync: what is pending first, else what comes after the
 * cursor. Safe to run twice at once and to be killed anywhere: the commit moves
 * the cursor, the ledger and the exceptions together, or not at all.
 */
export async function runChunk(syncId: string): Promise<ChunkResult> {
  const work = await loadWork(syncId);
  if (work === null) return result("stop");
  const waiting = await waitingNow(work);
  if (waiting.kind === "held") return result("stop");
  if (waiting.kind === "until") return result("wait", 0, waiting.seconds);
  const standing = await standingOf(work.sync.destinationConnectionId);
  if (standing.kind === "wait") {
    await bookBreaker(database().pool, work, standing.flow);
    return result("wait", 0, standing.seconds);
  }
  const isProbe = standing.kind === "probe";
  try {
    return await workClaimed(work, { isProbe });
  } catch (error) {
    if (error instanceof FencedError) return result("stop");
    throw error;
  } finally {
    if (isProbe) await releaseProbe(work.sync.destinationConnectionId);
  }
}

async function workClaimed(
  work: Work,
  options: SendOptions,
): Promise<ChunkResult> {
  const claim = await claimCursor(work.sync.id, newSecret());
  if (claim === null) return result("stop");
  // A pending record may be what the destination fails at: now and then a new one tries.
  if (options.isProbe === true && Math.random() < 0.5) {
    const tried = await readAndSend(work, claim, options);
    if (tried.read > 0) return tried;
  }
  if (await resendPending(work, claim, options)) return result("more");
  if (work.sync.drainingSince !== null) return drainFurther(work.sync.id);
  return readAndSend(work, claim, options);
}

async function readAndSend(
  work: Work,
  claim: Claim,
  options: SendOptions,
): Promise<ChunkResult> {
  const run = await openRun(work);
  if (run === null) return result("idle");
  const startedAt = new Date();
  const chunk = await readChunk(work, claim);
  if (chunk.read === 0) return reachEnd(work, claim, chunk, run);
  const { free, behind } = await holdBehind(work, chunk.calls);
  const delivery = await sendCalls(work, free, options);
  const read = { run, chunk, startedAt };
  await commitChunk(work, claim, read, { delivery, behind });
  return result("more", chunk.read);
}

type Read = { run: OpenRun; chunk: ReadChunk; startedAt: Date };
type Sent = { delivery: Delivery<OutCall>; behind: OutCall[] };

async function commitChunk(
  work: Work,
  claim: Claim,
  { run, chunk, startedAt }: Read,
  { delivery, behind }: Sent,
): Promise<void> {
  const change: Ledger = {
    read: chunk.read,
    filtered: chunk.filtered,
    invalid: chunk.invalid.length,
    delivered: delivery.delivered.length,
    rejected: delivery.rejected.length,
    pending: delivery.unanswered.length + behind.length,
  };
  await inTransaction(async (client) => {
    await moveCursor(client, work.sync.id, claim, chunk.to);
    const number = await bookChunk(client, {
      ...{ runId: run.id, kind: "read", from: chunk.from, to: chunk.to },
      connectionId: work.sync.destinationConnectionId,
      ...{ startedAt, change, delivery },
      ...{ violations: chunk.violations, planRevision: work.planRevision },
    });
    const place = { work, runId: run.id, chunk: number };
    await keepPending(client, place, delivery, behind);
    const invalid = chunk.invalid.map((record) => ({
      ...record,
      ...{ outcome: "invalid" as const, attempts: 0, response: null },
    }));
    await keepDeadLetters(client, place, [
      ...invalid,
      ...rejectedLetters(delivery),
    ]);
    await bookWaiting(client, work, delivery.fault);
  });
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
    claim.position = chunk.to;
  }
  const { rows } = await database().pool.query<EndRow>(
    `SELECT has_news, (SELECT extract(epoch FROM min(next_at) - now())::float8 FROM data.pending
       WHERE sync_id = $1 AND next_at IS NOT NULL) AS due_in_seconds
     FROM data.cursor WHERE sync_id = $1`,
    [work.sync.id],
  );
  if (rows[0]?.has_news === true) return result("more");
  if (run.trigger === "manual") await endManualRun(work.sync.id);
  return waitForDue(rows[0]?.due_in_seconds ?? null);
}

/** Nothing is due. A sync that drains reads nothing: it waits for what waits by itself, or is paused. */
async function drainFurther(syncId: string): Promise<ChunkResult> {
  const drain = await endDrain(syncId);
  return drain.ended ? result("stop") : waitForDue(drain.dueInSeconds);
}

function waitForDue(dueInSeconds: number | null): ChunkResult {
  if (dueInSeconds === null || dueInSeconds > ALONE_SECONDS_MAX)
    return result("idle");
  // What waits by itself is due soon: sooner than the sweep would look.
  return result("wait", 0, Math.max(1, Math.ceil(dueInSeconds)));
}

type EndRow = { has_news: boolean; due_in_seconds: number | null };

function result(
  next: ChunkResult["next"],
  read = 0,
  waitSeconds = 0,
): ChunkResult {
  return { next, read, waitSeconds, at: Date.now() };
}
