import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sideOf, usualBounds } from "./unusual";

const WATCH = { deviations: 4, percentMin: 30, recordsMin: 50, weeks: 4 };

const sideAmong = (past: number[], present: number) => {
  const bounds = usualBounds(past, present, WATCH);
  return bounds === null ? "untold" : sideOf(present, bounds);
};

describe("an hour among those of past weeks", () => {
  it.each([
    { past: [1_000, 1_040, 980, 1_010], present: 1_020, side: null },
    { past: [1_000, 1_040, 980, 1_010], present: 200, side: "less" },
    { past: [1_000, 1_040, 980, 1_010], present: 5_000, side: "more" },
    { past: [1_000, 1_040, 980, 1_010], present: 0, side: "less" },
    // One odd week changes little.
    { past: [1_000, 1_040, 0, 1_010], present: 150, side: "less" },
    { past: [1_000, 1_040, 9_000, 1_010], present: 1_100, side: null },
    // Small counts vary by chance.
    { past: [60, 64, 58, 61], present: 40, side: null },
    { past: [3, 4, 2, 5], present: 0, side: "untold" },
    { past: [3, 4, 2, 5], present: 900, side: "more" },
    { past: [1_000, 1_000], present: 0, side: "untold" },
    // Weeks that differ much are no measure to be held to.
    { past: [200, 1_800, 900, 1_300], present: 300, side: null },
  ])("$past then $present: $side", ({ past, present, side }) => {
    expect(sideAmong(past, present)).toBe(side);
  });

  it("is usual where it is the median, and what is further off than something unusual is unusual too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100_000), { minLength: 3, maxLength: 12 }),
        fc.nat(200_000),
        fc.nat(100_000),
        (past, present, further) => {
          const bounds = usualBounds(past, Math.max(present, 50), WATCH);
          if (bounds === null) return;
          expect(sideOf(bounds.usual, bounds)).toBeNull();
          if (sideOf(present, bounds) === "more")
            expect(sideOf(present + further, bounds)).toBe("more");
          if (sideOf(present, bounds) === "less")
            expect(sideOf(Math.max(0, present - further), bounds)).toBe("less");
        },
      ),
    );
  });
});
