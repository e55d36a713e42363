import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSlidingWindow } from "./sliding-window";

describe("a sliding window", () => {
  it("never lets more through than allowed in any span of that length", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, (all) => {
        let clock = 0;
        const passed: number[] = [];
        const limit = createSlidingWindow(5, 1_000, () => clock);
        for (const gap of all) {
          clock += gap;
          if (limit.take() === 0) passed.push(clock);
        }
        for (const [at, time] of passed.entries()) {
          const later = passed[at + 5];
          if (later !== undefined)
            expect(later - time).toBeGreaterThanOrEqual(1_000);
        }
      }),
    );
  });

  it("says how long to wait, and keeps the word", () => {
    let clock = 0;
    const limit = createSlidingWindow(1, 1_000, () => clock);
    expect(limit.take()).toBe(0);
    clock = 300;
    expect(limit.take()).toBe(700);
    clock += 700;
    expect(limit.take()).toBe(0);
  });
});
