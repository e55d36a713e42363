/**
 * A limit that the destination does not tell and that was found by its answers
 * 429: what it took when it last refused, when that was, and how many seconds
 * the way back up takes.
 */
export type FoundRate = {
  ceilingPerSecond: number;
  cutAtMs: number;
  regainSeconds: number;
  /** Refusals that came although the rate was below the ceiling; what is long past counts less. */
  surprises: number;
};

/** After a cut this much below the ceiling: room for what is unsteady on the way. */
const DIP = 0.02;
/** What was taken in the first second is a guess, and often a low one: the rate climbs from it at once. */
const REGAIN_SECONDS_FIRST = 1;
const REGAIN_SECONDS_MIN = 8;
const REGAIN_SECONDS_MAX = 60;
/** A refusal that asks for nothing costs only itself: one in a hundred requests may be. */
const REGAIN_SECONDS_CHEAP = 12;
const REGAIN_REQUESTS_CHEAP = 100;
const REGAIN_GROWTH = 6;
const REGAIN_GROWTH_SURPRISED = 1.5;
/** Answers 429 to what was on the way at the same time tell nothing new. */
const SAME_REFUSAL_MS = 1_000;
/** Where they ask to wait, those come before the wait is over. */
const SAME_REFUSAL_ASKED_MS = 200;
/**
 * What is too much is refused when the window or the bucket is full: what the
 * rate went up by since then says nothing of the limit.
 */
const REFUSED_AFTER_MS = 1_000;
/** A refusal this close to the last one confirms the ceiling. */
const NEAR = 0.1;
const PER_SECOND_MIN = 0.2;
const SHARE_MIN = 0.5;
/** A refusal below the ceiling says that the ceiling is too high, the more so the more came before it. */
const LOWERED = 0.005;
/** Where each refusal asks to wait it costs a second or more, and one too many is half the time. */
const LOWERED_ASKED = 0.018;
/** Below the ceiling a refusal is a surprise. After so many of them, refusals are not about the rate. */
const SURPRISES_MAX = 6;
/** Each with a wait before it, so that more of them are few still: enough to come down from twice the limit. */
const SURPRISES_ASKED_MAX = 8;
/** So many requests without a surprise, and most surprises are forgotten. */
const SURPRISE_REQUESTS = 1_000;
/** Where fewer are taken it is about the rate, however many surprises there were. */
const SHARE_OF_FEW = 0.7;
/** Where more are taken nothing tells of a limit yet: one of twenty may be refused by chance. */
const SHARE_OF_CHANCE = 0.91;
/** A rate that nobody used says nothing: at a refusal the ceiling goes up by so much, or to what was taken. */
const UP_MAX = 2;

/**
 * What may go out per second. After a cut the rate climbs back to the ceiling,
 * stays near it, and then looks ever faster whether more is taken by now (the
 * curve of TCP CUBIC, RFC 9438, whose point is the long stay near the limit).
 */
export function rateAt(found: FoundRate, nowMs: number): number {
  const seconds = Math.max(0, (nowMs - found.cutAtMs) / 1_000);
  const beyond = (seconds - found.regainSeconds) / found.regainSeconds;
  return found.ceilingPerSecond * (1 + DIP * beyond ** 3);
}

/** What may go out per second, by what was found and what is known beforehand; null: nothing is known to limit it. */
export function allowedPerSecond(
  found: FoundRate | null,
  declared: number | null,
  nowMs: number,
): number | null {
  if (found === null) return declared;
  return Math.min(rateAt(found, nowMs), declared ?? Number.POSITIVE_INFINITY);
}

export type Refusal = {
  nowMs: number;
  /** When sending goes on, if the destination asked to wait. */
  resumesAtMs: number;
  /** What was taken per second shortly before; used as long as nothing is known. */
  takenPerSecond: number;
  /** Of the requests shortly before, the share that was not refused. */
  takenShare: number;
  /** The same over some seconds. */
  takenShareLong: number;
  /** Sent on average in those. */
  requestsPerSecond: number;
};

/**
 * What an answer 429 teaches; null: nothing yet. The more often the ceiling is
 * confirmed, the longer the rate stays near it, so that ever fewer requests are
 * refused. Refusals that come as often below the ceiling as at it tell of no
 * limit, and don't keep the rate down.
 */
export function afterRefusal(
  found: FoundRate | null,
  refusal: Refusal,
): FoundRate | null {
  const isAsked = refusal.resumesAtMs > refusal.nowMs;
  if (found === null) return firstGuess(refusal, isAsked);
  if (saysNothingNew(found, refusal, isAsked)) return found;
  const { nowMs, resumesAtMs, takenShare } = refusal;
  const cutAtMs = Math.max(nowMs, resumesAtMs);
  const isSurprise = nowMs - found.cutAtMs < found.regainSeconds * 1_000;
  const surprises = isSurprise
    ? found.surprises + 1
    : surprisesLeft(found, refusal);
  const surprisesMax = isAsked ? SURPRISES_ASKED_MAX : SURPRISES_MAX;
  if (surprises > surprisesMax && takenShare >= SHARE_OF_FEW)
    return byChance(found, cutAtMs);
  const lowered = surprises * (isAsked ? LOWERED_ASKED : LOWERED);
  const rate = rateAt(found, nowMs - REFUSED_AFTER_MS);
  return {
    ceilingPerSecond: ceilingAfter(found, refusal, rate * (1 - lowered)),
    ...{ cutAtMs, surprises: isByChance(found) ? 0 : surprises },
    regainSeconds: regainAfter(found, { rate, isSurprise, isAsked }),
  };
}

/** A refusal that asks to wait is believed at once, since another one costs a wait. */
function firstGuess(refusal: Refusal, isAsked: boolean): FoundRate | null {
  if (!isAsked && refusal.takenShare > SHARE_OF_CHANCE) return null;
  return {
    ceilingPerSecond: Math.max(refusal.takenPerSecond, PER_SECOND_MIN),
    cutAtMs: Math.max(refusal.nowMs, refusal.resumesAtMs),
    ...{ regainSeconds: REGAIN_SECONDS_FIRST, surprises: 0 },
  };
}

function saysNothingNew(
  found: FoundRate,
  { nowMs, takenShareLong }: Refusal,
  isAsked: boolean,
): boolean {
  if (isByChance(found)) return takenShareLong >= SHARE_OF_FEW;
  const sinceMs = nowMs - found.cutAtMs;
  return sinceMs < (isAsked ? SAME_REFUSAL_ASKED_MS : SAME_REFUSAL_MS);
}

/** What so many requests below the ceiling without a refusal leave of the surprises. */
function surprisesLeft(
  { surprises, cutAtMs, regainSeconds }: FoundRate,
  { nowMs, requestsPerSecond }: Refusal,
): number {
  const secondsBelow = Math.min((nowMs - cutAtMs) / 1_000, regainSeconds);
  const requests = secondsBelow * requestsPerSecond;
  return surprises * Math.exp(-requests / SURPRISE_REQUESTS);
}

/** Refusals are not about the rate: it climbs at once, until many are refused. */
function byChance(found: FoundRate, cutAtMs: number): FoundRate {
  const surprises = SURPRISES_ASKED_MAX + 1;
  return { ...found, cutAtMs, regainSeconds: REGAIN_SECONDS_FIRST, surprises };
}

const isByChance = ({ surprises }: FoundRate) =>
  surprises > SURPRISES_ASKED_MAX;

function ceilingAfter(
  { ceilingPerSecond }: FoundRate,
  { takenPerSecond, takenShare }: Refusal,
  rate: number,
): number {
  const ceiling = Math.min(
    rate * Math.max(takenShare, SHARE_MIN),
    Math.max(ceilingPerSecond * UP_MAX, takenPerSecond),
  );
  return Math.max(ceiling, PER_SECOND_MIN);
}

/** The longer, the more often the ceiling was confirmed. */
function regainAfter(
  { ceilingPerSecond, regainSeconds }: FoundRate,
  {
    rate,
    isSurprise,
    isAsked,
  }: { rate: number; isSurprise: boolean; isAsked: boolean },
): number {
  const isNear = Math.abs(rate / ceilingPerSecond - 1) <= NEAR;
  if (!isNear) return REGAIN_SECONDS_MIN;
  const growth = isSurprise ? REGAIN_GROWTH_SURPRISED : REGAIN_GROWTH;
  const cheap = Math.max(REGAIN_SECONDS_CHEAP, REGAIN_REQUESTS_CHEAP / rate);
  const most = Math.min(isAsked ? Infinity : cheap, REGAIN_SECONDS_MAX);
  return Math.min(regainSeconds * growth, most);
}
