import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { HeapRecord } from "../scenarios/heap-record";
import { ScenarioName, scenarios } from "../scenarios/registry";
import { EVENTS_MAX } from "../scenarios/signup";
import { postRecords } from "./post-records";

const BATCH_EVENTS = 500;
const USERS_MAX = 100_000;
const PER_SECOND_MAX = 20_000;
const SEED_MAX = 2 ** 31 - 1;
const PLAYS_KEPT = 20;
/** How often a paced play posts, unless its events come more seldom. */
const TICK_MS = 200;

/** What `POST /_control/emit` takes. */
export const EmitRequest = z.strictObject({
  to: z.string(),
  scenario: ScenarioName,
  users: z.int().min(1).max(USERS_MAX).default(20),
  events: z.int().min(1).max(EVENTS_MAX).default(200),
  /** Null: as fast as the app takes them. */
  perSecond: z.number().positive().max(PER_SECOND_MAX).nullish(),
  seed: z.int().min(0).max(SEED_MAX).default(1),
});
export type EmitRequest = z.infer<typeof EmitRequest>;

/** How far a play has come; the address is left out, as its key is a secret. */
type Play = {
  scenario: string;
  events: number;
  posted: number;
  accepted: number;
  duplicates: number;
  status: "playing" | "done" | "failed" | "stopped";
  error: string | null;
};

export type Emitter = {
  /** Plays in the background; `list` tells how it goes. */
  start(request: EmitRequest): void;
  /** Newest last. */
  list(): Play[];
  /** Ends all plays; resolves when nothing is posted any more. */
  stop(): Promise<void>;
};

export function createEmitter(onFailure: (message: string) => void): Emitter {
  let plays: Play[] = [];
  let abort = new AbortController();
  const running = new Set<Promise<void>>();

  return {
    start(request) {
      const { scenario, events } = request;
      const play: Play = {
        ...{ scenario, events, posted: 0, accepted: 0, duplicates: 0 },
        status: "playing",
        error: null,
      };
      plays = [...plays, play].slice(-PLAYS_KEPT);
      const { signal } = abort;
      const end = perform(request, play, signal).catch((error: unknown) => {
        play.status = signal.aborted ? "stopped" : "failed";
        if (signal.aborted) return;
        play.error = error instanceof Error ? error.message : String(error);
        onFailure(play.error);
      });
      running.add(end);
      void end.then(() => running.delete(end));
    },
    list: () => plays.map((play) => ({ ...play })),
    async stop() {
      abort.abort();
      await Promise.all(running);
      abort = new AbortController();
    },
  };
}

async function perform(
  request: EmitRequest,
  play: Play,
  signal: AbortSignal,
): Promise<void> {
  const now = Date.now();
  const records = scenarios[request.scenario]({ ...request, endsAt: now });
  for (;;) {
    const count = await nextCount(request, play.posted, now, signal);
    const batch = take(records, count);
    if (batch.length === 0) break;
    const answer = await postRecords(request.to, batch, signal);
    play.posted += batch.length;
    play.accepted += answer.accepted;
    play.duplicates += answer.duplicates;
  }
  play.status = "done";
}

/** Waits until some are due by the pace, and answers how many. */
async function nextCount(
  { perSecond }: EmitRequest,
  posted: number,
  startedAt: number,
  signal: AbortSignal,
): Promise<number> {
  if (!perSecond) return BATCH_EVENTS;
  const perMs = perSecond / 1_000;
  const isFirst = posted === 0;
  const waitMs = (posted + 1) / perMs - (Date.now() - startedAt);
  if (!isFirst) await sleep(Math.max(TICK_MS, waitMs), undefined, { signal });
  const due = Math.floor((Date.now() - startedAt) * perMs) - posted;
  return Math.min(Math.max(due, 1), BATCH_EVENTS);
}

function take(records: Iterator<HeapRecord>, count: number): HeapRecord[] {
  const batch: HeapRecord[] = [];
  while (batch.length < count) {
    const next = records.next();
    if (next.done) break;
    batch.push(next.value);
  }
  return batch;
}
