import type pg from "pg";
import { database, inTransaction } from "../../db";
import { newSecret } from "../../ids";
import type { Delivery } from "../../sync/delivery";
import type { Ledger } from "../../sync/ledger";
import { settledBy, settleLetters } from "../dead-letter/settle";
import { chunkResult, type ChunkResult } from "../delivery/chunk-result";
import {
  bookChunk,
  keepDeadLetters,
  keepPending,
  rejectedLetters,
} from "../delivery/commit";
import type { OutCall } from "../delivery/decide-record";
import { holdBehind } from "../delivery/hold-behind";
import { lockCursor } from "../delivery/lock-cursor";
import { recordsMax } from "../delivery/read-chunk";
import { sendCalls, type SendOptions } from "../delivery/send-calls";
import { bookWaiting } from "../delivery/waiting";
import { whenAllowed } from "../delivery/when-allowed";
import { loadWork, type Work } from "../delivery/work";
import { claimReplay, moveReplay, releaseReplay, type Replay } from "./claim";
import { decidePage, type DecidedPage } from "./decide-page";
import { readInbox } from "./read-inbox";
import { readLetters } from "./read-letters";
import type { SourcePage } from "./source-row";

/**
 * Works one chunk of a replay: read, decide, send, commit. As with a sync's
 * chunk, it is safe to run twice at once and to be killed anywhere: the commit
 * moves the replay, the ledger and the exceptions together, or not at all, and
 * what is sent twice has the same message ids.
 */
export async function runReplayChunk(runId: string): Promise<ChunkResult> {
  const replay = await claimReplay(runId, newSecret());
  if (replay === null) return chunkResult("stop");
  try {
    return await workClaimed(replay);
  } finally {
    // A sync that drains waits for it.
    await releaseReplay(replay);
  }
}

async function workClaimed(replay: Replay): Promise<ChunkResult> {
  const work = await loadWork(replay.syncId, replay.version);
  // A sync that drains reads nothing new; nor does its replay.
  if (work?.sync.status !== "live") return chunkResult("stop");
  return whenAllowed(work, (options) => readAndSend(work, replay, options));
}

type Chunk = {
  work: Work;
  replay: Replay;
  startedAt: Date;
  page: SourcePage;
  decided: DecidedPage;
  delivery: Delivery<OutCall>;
  /** Calls that have to wait behind a pending one of their person. */
  behind: OutCall[];
};

async function readAndSend(
  work: Work,
  replay: Replay,
  options: SendOptions,
): Promise<ChunkResult> {
  const startedAt = new Date();
  await startRun(replay.runId);
  const page =
    replay.kind === "letters"
      ? await readLetters(replay, recordsMax(work))
      : await readInbox(replay, recordsMax(work));
  const decided = decidePage(work, page.rows);
  const { free, behind } = await holdBehind(work, decided.calls);
  const delivery = await sendCalls(work, free, {
    ...options,
    isBackfill: true,
  });
  const chunk = { work, replay, startedAt, page, decided, delivery, behind };
  await inTransaction((client) => commit(client, chunk));
  return chunkResult(page.isLast ? "idle" : "more", page.rows.length);
}

async function startRun(runId: string): Promise<void> {
  await database().pool.query(
    "UPDATE runs SET status = 'running' WHERE id = $1 AND status = 'queued'",
    [runId],
  );
}

async function commit(client: pg.PoolClient, chunk: Chunk): Promise<void> {
  const { work, replay, page, decided, delivery, behind } = chunk;
  await lockCursor(client, replay.syncId);
  await moveReplay(client, replay, page.to);
  if (page.rows.length === 0 && !page.isLast) return;
  // Before the chunk is booked: that settles a run which has stopped.
  if (page.isLast) await stopReplay(client, replay.runId);
  const number = await bookChunk(client, {
    ...{ runId: replay.runId, kind: "replay", delivery },
    connectionId: work.sync.destinationConnectionId,
    ...{ from: replay.position, to: page.to, startedAt: chunk.startedAt },
    change: changeOf(chunk),
    violations: decided.violations,
    planRevision: work.planRevision,
  });
  const at = { work, runId: replay.runId, chunk: number };
  await keepPending(client, at, delivery, behind);
  await keepDeadLetters(client, at, [
    ...decided.invalid.map((record) => ({
      ...{ ...record, outcome: "invalid" as const },
      ...{ attempts: 0, response: null },
    })),
    ...rejectedLetters(delivery),
  ]);
  await settleLetters(client, replay, [
    ...settledBy(delivery),
    ...decided.filtered.map(({ recordKey, inboxId }) => ({
      ...{ recordKey, inboxId, resolution: "filtered" as const },
    })),
    ...decided.invalid.map(({ recordKey, inboxId }) => ({
      ...{ recordKey, inboxId, resolution: "superseded" as const },
    })),
  ]);
  if (delivery.requests > 0 || delivery.fault !== null)
    await bookWaiting(client, work, delivery.fault);
}

const changeOf = ({ page, decided, delivery, behind }: Chunk): Ledger => ({
  read: page.rows.length,
  filtered: decided.filtered.length,
  invalid: decided.invalid.length,
  delivered: delivery.delivered.length,
  rejected: delivery.rejected.length,
  pending: delivery.unanswered.length + behind.length,
});

async function stopReplay(client: pg.PoolClient, runId: string): Promise<void> {
  await client.query(
    "UPDATE runs SET stopped_reading_at = now() WHERE id = $1 AND stopped_reading_at IS NULL",
    [runId],
  );
}
