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
export function moody(share: number): Limiter {
  let count = 0;
  return () => {
    count += 1;
    return Math.floor(count * share) === Math.floor((count - 1) * share);
  };
}

export type Simulated = { takenShare: number; refusedShare: number };

/** Its multiples fall evenly, and in no order that one could lean on. */
const GOLDEN_RATIO = 0.618;
const ROUND_TRIP_MS = 30;
/** Four requests at once, each this long on the way. */
const UNLIMITED_PER_SECOND = 4_000 / ROUND_TRIP_MS;

/** Some of each, the same every time; never so late that the next request is there before. */
function latenessUpTo(jitterMs: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    return jitterMs * ((count * GOLDEN_RATIO) % 1);
  };
}

/** A sender with endless work against a limiter that answers 429 to what is too much. */
export function simulateSender(options: {
  perSecond: number;
  limiter: Limiter;
  seconds: number;
  retryAfterSeconds: number;
  /** So much later than it was sent, at most, a request may be there. */
  jitterMs?: number;
}): Simulated {
  const { perSecond, limiter, seconds, retryAfterSeconds } = options;
  const lateMs = latenessUpTo(options.jitterMs ?? 0);
  let found: FoundRate | null = null;
  let pausedUntilMs = 0;
  let sent = 0;
  const answers: { atMs: number; isTaken: boolean }[] = [];
  const inFlight: { atMs: number; isTaken: boolean }[] = [];
  let nowMs = 0;
  while (nowMs < seconds * 1_000) {
    const rate: number =
      found === null ? UNLIMITED_PER_SECOND : rateAt(found, nowMs);
    nowMs = Math.max(nowMs + 1_000 / rate, pausedUntilMs);
    while (inFlight[0] !== undefined && inFlight[0].atMs <= nowMs) {
      const answer = inFlight.shift();
      if (answer === undefined) break;
      answers.push(answer);
      if (answer.isTaken) continue;
      const recent = answers.filter(({ atMs }) => atMs > answer.atMs - 1_000);
      const taken = recent.filter(({ isTaken }) => isTaken).length;
      const resumesAtMs = answer.atMs + retryAfterSeconds * 1_000;
      if (retryAfterSeconds > 0)
        pausedUntilMs = Math.max(pausedUntilMs, resumesAtMs);
      found = afterRefusal(found, {
        nowMs: answer.atMs,
        resumesAtMs,
        takenPerSecond: taken,
        takenShare: (taken + 1) / recent.length,
      });
    }
    if (nowMs < pausedUntilMs) continue;
    sent += 1;
    inFlight.push({
      atMs: nowMs + ROUND_TRIP_MS,
      isTaken: limiter(nowMs + lateMs(), 1),
    });
  }
  const taken = answers.filter(({ isTaken }) => isTaken).length;
  return {
    takenShare: taken / (perSecond * seconds),
    refusedShare: (answers.length - taken) / Math.max(1, sent),
  };
}
