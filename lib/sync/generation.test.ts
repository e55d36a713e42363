import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generationAnew, timesAnew } from "./generation";

const own = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const times = fc.integer({ min: 0, max: 100_000 });

describe("the generation of a call", () => {
  it("is another one for another record's content, and for each delivery anew", () => {
    fc.assert(
      fc.property(own, times, own, times, (r, n, otherR, otherN) => {
        const isSame =
          generationAnew(n) + r === generationAnew(otherN) + otherR;
        expect(isSame).toBe(r === otherR && n === otherN);
        expect(Number.isSafeInteger(generationAnew(n) + r)).toBe(true);
      }),
    );
  });

  it("tells which delivery anew it was, of the first replays as well", () => {
    fc.assert(
      fc.property(times, (n) => {
        expect(timesAnew(generationAnew(n))).toBe(n);
        expect(timesAnew(n)).toBe(n);
      }),
    );
  });
});
