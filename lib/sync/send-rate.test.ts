import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterRefusal, rateAt, type FoundRate } from "./send-rate";
import {
  fixedWindow,
  moody,
  moodyAtTimes,
  simulateSender,
  slidingWindow,
  tokenBucket,
  type Limiter,
} from "./testing/simulate-limit";

const SECONDS = 300;
const SECONDS_AFTER = 30;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe("the rate that a destination was found to take", () => {
  const smallBucket = (perSecond: number) =>
    tokenBucket(perSecond, perSecond / 4);
  const limiters = { slidingWindow, fixedWindow, tokenBucket, smallBucket };
  const cases = Object.entries(limiters).flatMap(([name, make]) =>
    [10, 20, 50, 100].flatMap((perSecond) =>
      [0, 1].flatMap((retryAfterSeconds) =>
        [0, 15].map((jitterMs) => ({
          ...{ name, perSecond, retryAfterSeconds, jitterMs },
          limiter: make(perSecond),
        })),
      ),
    ),
  );

  it.each(cases)(
    "uses 94 % or more of $perSecond a second of a $name (Retry-After $retryAfterSeconds, up to $jitterMs ms late), with under 2 % refused",
    (options) => {
      const { takenShare, refusedShare } = simulateSender({
        ...options,
        seconds: SECONDS,
      });
      expect(takenShare).toBeGreaterThan(0.94);
      expect(refusedShare).toBeLessThan(0.02);
    },
  );

  it.each([600, 700, 800, 850, 900, 950])(
    "comes down from what was taken around the end of a fixed second, whose first one began %i ms before",
    (aheadMs) => {
      for (const perSecond of [10, 20, 50, 100]) {
        const { takenShare, refusedShare } = simulateSender({
          ...{
            perSecond,
            seconds: SECONDS,
            retryAfterSeconds: 1,
            jitterMs: 35,
          },
          limiter: fixedWindow(perSecond, aheadMs),
        });
        expect(takenShare).toBeGreaterThan(0.9);
        expect(refusedShare).toBeLessThan(0.02);
      }
    },
  );

  it("is not brought to a stop by refusals that are not about the rate", () => {
    const { takenShare } = simulateSender({
      ...{ perSecond: 1, limiter: moody(0.15), seconds: SECONDS },
      retryAfterSeconds: 0,
    });
    expect(takenShare).toBeGreaterThan(2);
  });

  const moods: Record<string, (seed: number) => Limiter> = {
    "1 of 100": (seed) => moody(0.01, seed),
    "3 of 100": (seed) => moody(0.03, seed),
    "10 of 100": (seed) => moody(0.1, seed),
    "20 of 100 at times": (seed) => moodyAtTimes(0.2, seed),
  };
  const needs = Object.entries(moods).flatMap(([mood, make]) =>
    [2, 5, 20, 50].map((perSecond) => ({ mood, make, perSecond })),
  );

  it.each(needs)(
    "lets $perSecond a second through where $mood are refused whatever the rate",
    ({ make, perSecond }) => {
      const shares = SEEDS.map((seed) => {
        const { takenShare, refusedShare } = simulateSender({
          ...{ perSecond, neededPerSecond: perSecond, limiter: make(seed) },
          ...{ seconds: SECONDS, retryAfterSeconds: 0 },
        });
        return takenShare / (1 - refusedShare);
      });
      expect(median(shares)).toBeGreaterThan(0.9);
      expect(secondLowest(shares)).toBeGreaterThan(0.75);
    },
  );

  it.each(needs)(
    "lets $perSecond a second through as soon as none are refused any more, after $mood asked to wait",
    ({ make, perSecond }) => {
      const shares = SEEDS.map((seed) => {
        const inMood = make(seed);
        let late = 0;
        const limiter = (atMs: number, units: number) => {
          if (atMs >= SECONDS * 1_000) late += 1;
          return atMs >= SECONDS * 1_000 || inMood(atMs, units);
        };
        simulateSender({
          ...{ perSecond, neededPerSecond: perSecond, limiter },
          ...{ seconds: SECONDS + SECONDS_AFTER, retryAfterSeconds: 1 },
        });
        return late / SECONDS_AFTER / perSecond;
      });
      expect(median(shares)).toBeGreaterThan(0.9);
      expect(secondLowest(shares)).toBeGreaterThan(0.75);
    },
  );

  it("goes up again when more is taken", () => {
    const found = {
      ceilingPerSecond: 10,
      cutAtMs: 0,
      regainSeconds: 8,
      surprises: 0,
    };
    expect(rateAt(found, 8_000)).toBe(10);
    expect(rateAt(found, 60_000)).toBeGreaterThan(20);
  });

  it("never falls to nothing, and never rises at a refusal", () => {
    const refusals = fc.array(
      fc.record({
        gapMs: fc.integer({ min: 0, max: 100_000 }),
        takenShare: fc.double({ min: 0, max: 1, noNaN: true }),
        askedMs: fc.integer({ min: 0, max: 5_000 }),
      }),
      { maxLength: 50 },
    );
    fc.assert(
      fc.property(refusals, (all) => {
        let nowMs = 0;
        let found: FoundRate | null = null;
        for (const { gapMs, takenShare, askedMs } of all) {
          nowMs += gapMs;
          const before =
            found === null
              ? 50
              : Math.max(found.ceilingPerSecond, rateAt(found, nowMs), 0.2);
          const resumesAtMs = nowMs + askedMs;
          const next: FoundRate | null = afterRefusal(found, {
            ...{ nowMs, resumesAtMs, takenPerSecond: 50, takenShare },
            ...{ takenShareLong: takenShare, requestsPerSecond: 50 },
          });
          if (next === null) continue;
          expect(next.ceilingPerSecond).toBeLessThanOrEqual(before);
          expect(rateAt(next, nowMs)).toBeGreaterThan(0);
          found = next;
        }
      }),
    );
  });
});

const inOrder = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]) =>
  inOrder(values)[Math.floor(values.length / 2)];
/** Once in a while chance alone looks like a limit. */
const secondLowest = (values: readonly number[]) => inOrder(values)[1];
