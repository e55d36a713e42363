import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterRefusal, rateAt, type FoundRate } from "./send-rate";
import {
  fixedWindow,
  moody,
  simulateSender,
  slidingWindow,
  tokenBucket,
} from "./testing/simulate-limit";

const SECONDS = 300;

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
          const before = found === null ? 50 : rateAt(found, nowMs);
          const resumesAtMs = nowMs + askedMs;
          const next: FoundRate = afterRefusal(found, {
            ...{ nowMs, resumesAtMs, takenPerSecond: 50, takenShare },
          });
          expect(next.ceilingPerSecond).toBeLessThanOrEqual(
            next === found ? found.ceilingPerSecond : Math.max(before, 0.2),
          );
          expect(rateAt(next, nowMs)).toBeGreaterThan(0);
          found = next;
        }
      }),
    );
  });
});
