import { setTimeout as sleep } from "node:timers/promises";
import { newSecret } from "../../ids";
import { database, inTransaction } from "../../db";
import type { Delivery } from "../../sync/delivery";
import type { Ledger } from "../../sync/ledger";
import { chunkResult, type ChunkResult } from "./chunk-result";
import {
  bookChunk,
  keepDeadLetters,
  keepPending,
  rejectedLetters,
} from "./commit";
import type { OutCall } from "./decide-record";
import { endDrain } from "./end-drain";
import { holdBehind } from "./hold-behind";
import { keepChunk, takeChunk } from "./kept-chunks";
import { endRun, openRun, type OpenRun } from "./open-run";
import { readAhead, STEP_MS_MAX } from "./read-ahead";
import { readChunk, type ReadChunk } from "./read-chunk";
import { resendPending } from "./resend";
import { isLimited, sendCalls, type SendOptions } from "./send-calls";
import { bookWaiting } from "./waiting";
import { whenAllowed } from "./when-allowed";
import { compareFurther } from "../snapshot/compare-further";
import {
  claimCursor,
  loadWork,
  moveCursor,
  type Claim,
  type Work,
} from "./work";

/** What is due later is left to the sweep. */
const ALONE_SECONDS_MAX = 30;
/** Between the beginnings of chunks, where there is no backlog. */
const GATHER_MS = 50;

/**
 * Works a step's worth of a sync: a chunk of what is pending first, else chunks
 * of what comes after the cursor. Safe to run twice at once and to be killed
 * anywhere: each chunk's commit moves the cursor, the ledger and the exceptions
 * together, or not at all.
 */
export async function runChunk(syncId: string): Promise<ChunkResult> {
  const work = await loadWork(syncId);
  if (work === null) return chunkResult("stop");
  return whenAllowed(work, (options) => workClaimed(work, options));
}

async function workClaimed(
  work: Work,
  options: SendOptions,
): Promise<ChunkResult> {
  const claim = await claimCursor(work.sync.id, newSecret());
  if (claim === null) return chunkResult("stop");
  // A pending record may be what the destination fails at: now and then a new one tries.
  if (options.isProbe === true && Math.random() < 0.5) {
    const tried = await readAndSend(work, claim, options);
    if (tried.read > 0) return tried;
  }
  if (await resendPending(work, claim, options)) return chunkResult("more");
  if (work.sync.drainingSince !== null) return drainFurther(work.sync.id);
  return readAndSend(work, claim, options);
}

/**
 * Reads, sends and commits one chunk after another, until the step has worked
 * long enough or something is left without an answer.
 */
async function readAndSend(
  work: Work,
  claim: Claim,
  options: SendOptions,
): Promise<ChunkResult> {
  const endsAtMs = performance.now() + STEP_MS_MAX;
  let read = 0;
  let ahead: Promise<ReadChunk> | null = null;
  for (;;) {
    const run = await openRun(work);
    if (run === null) return chunkResult(read > 0 ? "more" : "idle", read);
    const startedAt = new Date();
    const beganAtMs = performance.now();
    const chunk: ReadChunk =
      (await (ahead ?? takeChunk(work, claim))) ??
      (await readChunk(work, claim));
    if (chunk.read === 0) {
      if (!(await compareFurther(work, claim, run)))
        return reachEnd(work, claim, chunk, run, read);
      ahead = null;
      if (performance.now() >= endsAtMs) return chunkResult("more", read);
      continue;
    }
    const isLast = options.isProbe === true || performance.now() >= endsAtMs;
    // Reading it in vain, for a step in another process, costs nothing that sending could use.
    const mayKeep = options.isProbe !== true && isLimited(work);
    ahead = isLast && !mayKeep ? null : readAhead(work, claim, chunk);
    const given = { run, chunk, startedAt };
    const isSettled = await sendChunk(work, claim, given, options);
    read += chunk.read;
    if (isPastEnd(run, chunk)) {
      await endRun(work.sync.id, run.id);
      return chunkResult("more", read);
    }
    if (!isLast && isSettled) {
      if (ahead === null) await letGather(beganAtMs);
      continue;
    }
    if (ahead !== null) keepChunk(work, claim, ahead);
    return chunkResult("more", read);
  }
}

/** Something is always on its way: a run that ends leaves what came after it began to the next one. */
const isPastEnd = ({ untilMs }: OpenRun, { lastReceivedAtMs }: ReadChunk) =>
  untilMs !== null && lastReceivedAtMs !== null && lastReceivedAtMs > untilMs;

/** A chunk costs some twenty statements, however little it reads: of what trickles in, a moment's worth is read at once. */
async function letGather(beganAtMs: number): Promise<void> {
  const leftMs = GATHER_MS - (performance.now() - beganAtMs);
  if (leftMs > 0) await sleep(leftMs);
}

/** Sends a chunk and commits it; answers whether all of it has its final answer. */
async function sendChunk(
  work: Work,
  claim: Claim,
  given: Read,
  options: SendOptions,
): Promise<boolean> {
  const { free, behind } = await holdBehind(work, given.chunk.calls);
  const delivery = await sendCalls(work, free, options);
  await commitChunk(work, claim, given, { delivery, behind });
  claim.position = given.chunk.to;
  return delivery.unanswered.length === 0 && behind.length === 0;
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
  read: number,
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
  if (rows[0]?.has_news === true) return chunkResult("more", read);
  if (run.trigger !== "stream") await endRun(work.sync.id, run.id);
  return waitForDue(rows[0]?.due_in_seconds ?? null, read);
}

/** Nothing is due. A sync that drains reads nothing: it waits for what waits by itself, or is paused. */
async function drainFurther(syncId: string): Promise<ChunkResult> {
  const drain = await endDrain(syncId);
  return drain.ended ? chunkResult("stop") : waitForDue(drain.dueInSeconds);
}

function waitForDue(dueInSeconds: number | null, read = 0): ChunkResult {
  if (dueInSeconds === null || dueInSeconds > ALONE_SECONDS_MAX)
    return chunkResult("idle", read);
  // What waits by itself is due soon: sooner than the sweep would look.
  return chunkResult("wait", read, Math.max(1, Math.ceil(dueInSeconds)));
}

type EndRow = { has_news: boolean; due_in_seconds: number | null };
