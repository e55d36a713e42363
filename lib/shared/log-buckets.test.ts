import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BUCKET_BOUNDS_MS,
  BUCKET_COUNT,
  bucketOf,
  countIn,
  emptyBuckets,
  percentileMs,
  sumOf,
} from "./log-buckets";

const times = fc.array(fc.double({ min: 1, max: 2 ** 28, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});
const shares = fc.double({ min: 0.01, max: 1, noNaN: true });

function bucketsOf(list: readonly number[]) {
  const buckets = emptyBuckets();
  for (const ms of list) countIn(buckets, ms);
  return buckets;
}

describe("log buckets", () => {
  it("put each time into the one bucket whose bounds hold it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (ms) => {
        const at = bucketOf(ms);
        expect(ms).toBeLessThanOrEqual(BUCKET_BOUNDS_MS[at] ?? Infinity);
        expect(ms).toBeGreaterThan(BUCKET_BOUNDS_MS[at - 1] ?? -1);
      }),
    );
  });

  it("put a bound itself into its own bucket", () => {
    BUCKET_BOUNDS_MS.forEach((bound, index) =>
      expect(bucketOf(bound)).toBe(index),
    );
    expect(bucketOf(1e15)).toBe(BUCKET_COUNT - 1);
  });

  it("lose no time that was counted", () => {
    fc.assert(
      fc.property(times, (list) => {
        expect(sumOf(bucketsOf(list))).toBe(list.length);
      }),
    );
  });

  it("give a percentile that is off by a factor of √2 at most", () => {
    fc.assert(
      fc.property(times, shares, (list, share) => {
        const sorted = [...list].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const told = percentileMs(bucketsOf(list), share) ?? 0;
        expect(told / exact).toBeLessThanOrEqual(Math.SQRT2 * 1.000001);
        expect(told / exact).toBeGreaterThanOrEqual(Math.SQRT1_2 * 0.999999);
      }),
    );
  });

  it("give percentiles that grow with the share", () => {
    fc.assert(
      fc.property(times, shares, shares, (list, one, other) => {
        const buckets = bucketsOf(list);
        const low = percentileMs(buckets, Math.min(one, other)) ?? 0;
        expect(
          percentileMs(buckets, Math.max(one, other)),
        ).toBeGreaterThanOrEqual(low);
      }),
    );
  });

  it("tell what took no longer than the first bound as that bound", () => {
    expect(percentileMs(bucketsOf([1]), 0.01)).toBe(1);
    expect(percentileMs(bucketsOf([0, 0.2, 0.5]), 0.5)).toBe(1);
  });

  it("know of none when nothing was counted", () => {
    expect(percentileMs(emptyBuckets(), 0.5)).toBeNull();
  });
});
