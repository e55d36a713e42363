import { RecentAnswers } from "../recent-answers";
import { afterRefusal, rateAt, type FoundRate } from "../send-rate";

/** Lets a request of so many units through, or not. */
export type Limiter = (atMs: number, units: number) => boolean;

/** So many units in any span of a second. */
export function slidingWindow(perSecond: number): Limiter {
  const passed: { atMs: number; units: number }[] = [];
  let held = 0;
  return (atMs, units) => {
    while (passed[0] !== undefined && passed[0].atMs <= atMs - 1_000)
      held -= passed.shift()?.units ?? 0;
    if (held + units > perSecond) return false;
    passed.push({ atMs, units });
    held += units;
    return true;
  };
}

/** So many units in each second of the clock, whose first one has `aheadMs` behind it. */
export function fixedWindow(perSecond: number, aheadMs = 0): Limiter {
  let second = 0;
  let held = 0;
  return (atMs, units) => {
    if (Math.floor((atMs + aheadMs) / 1_000) !== second) held = 0;
    second = Math.floor((atMs + aheadMs) / 1_000);
    if (held + units > perSecond) return false;
    held += units;
    return true;
  };
}

/** A bucket that holds as much as flows in during a second, or so many units. */
export function tokenBucket(perSecond: number, unitsMax = perSecond): Limiter {
  let tokens = unitsMax;
  let at = 0;
  return (atMs, units) => {
    tokens = Math.min(unitsMax, tokens + ((atMs - at) * perSecond) / 1_000);
    at = atMs;
    if (tokens < units) return false;
    tokens -= units;
    return true;
  };
}

/** Refuses some, whatever the rate: not a limit at all. */
export function moody(share: number, seed = 1): Limiter {
  const random = randomOf(seed);
  return () => random() >= share;
}

/** Refuses so many of those that come in one second of four, whatever the rate. */
export function moodyAtTimes(share: number, seed = 1): Limiter {
  const inMood = moody(share, seed);
  return (atMs, units) =>
    Math.floor(atMs / 1_000) % 4 !== 0 || inMood(atMs, units);
}

/** Numbers from 0, below 1, the same every time (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Simulated = { takenShare: number; refusedShare: number };

/** Its multiples fall evenly, and in no order that one could lean on. */
const GOLDEN_RATIO = 0.618;
const ROUND_TRIP_MS = 30;
/** Four requests at once, each this long on the way. */
const UNLIMITED_PER_SECOND = 4_000 / ROUND_TRIP_MS;
const FIRST_GUESS_MIN = 5;

/** Some of each, the same every time; never so late that the next request is there before. */
function latenessUpTo(jitterMs: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    return jitterMs * ((count * GOLDEN_RATIO) % 1);
  };
}

type Options = {
  perSecond: number;
  /** There is no more to send than so much; without it, more than anything takes. */
  neededPerSecond?: number;
  limiter: Limiter;
  seconds: number;
  /** 0: it never asks to wait. */
  retryAfterSeconds: number;
  /** So much later than it was sent, at most, a request may be there. */
  jitterMs?: number;
};

/** A sender with endless work against a limiter that answers 429 to what is too much. */
export function simulateSender(options: Options): Simulated {
  const { limiter, seconds, neededPerSecond = UNLIMITED_PER_SECOND } = options;
  const lateMs = latenessUpTo(options.jitterMs ?? 0);
  const sender = new Sender(options.retryAfterSeconds * 1_000);
  const onTheWay: Answer[] = [];
  let nowMs = 0;
  while (nowMs < seconds * 1_000) {
    const rate = Math.min(neededPerSecond, sender.allowedPerSecond(nowMs));
    nowMs = Math.max(nowMs + 1_000 / rate, sender.pausedUntilMs);
    while (onTheWay[0] !== undefined && onTheWay[0].atMs <= nowMs) {
      sender.hear(onTheWay[0]);
      onTheWay.shift();
    }
    if (nowMs < sender.pausedUntilMs) continue;
    const isTaken = limiter(nowMs + lateMs(), 1);
    onTheWay.push({ atMs: nowMs + ROUND_TRIP_MS, isTaken });
  }
  return {
    takenShare: sender.taken / (options.perSecond * seconds),
    refusedShare: sender.refused / (sender.taken + sender.refused),
  };
}

type Answer = { atMs: number; isTaken: boolean };

/** What is remembered between requests. */
class Sender {
  taken = 0;
  refused = 0;
  pausedUntilMs = 0;
  private found: FoundRate | null = null;
  private readonly recent = new RecentAnswers();

  constructor(private readonly retryAfterMs: number) {}

  allowedPerSecond(nowMs: number): number {
    return this.found === null
      ? Number.POSITIVE_INFINITY
      : rateAt(this.found, nowMs);
  }

  hear(answer: Answer): void {
    this.recent.add({ ...answer, count: 1 });
    if (answer.isTaken) {
      this.taken += 1;
      return;
    }
    this.refused += 1;
    const { atMs } = answer;
    const resumesAtMs = atMs + this.retryAfterMs;
    if (this.retryAfterMs > 0) this.pausedUntilMs = resumesAtMs;
    const lately = this.recent.taken(atMs);
    const { requests } = lately.takenPerSecond;
    const takenPerSecond = Math.max(requests, FIRST_GUESS_MIN);
    const refusal = { ...lately, nowMs: atMs, resumesAtMs, takenPerSecond };
    this.found = afterRefusal(this.found, refusal);
  }
}
