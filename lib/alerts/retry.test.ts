import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedWaitSeconds, GIVE_UP_MS, nextTryAt } from "./retry";

const createdAt = new Date("2026-11-25T12:00:00.000Z");
const after = (ms: number) => new Date(createdAt.getTime() + ms);

describe("what could not be sent", () => {
  it("is tried again within an hour, for a day, then given up", () => {
    fc.assert(
      fc.property(
        ...([
          fc.nat(60),
          fc.nat(GIVE_UP_MS + 1_000),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ] as const),
        (attempts, ageMs, random) => {
          const now = after(ageMs);
          const input = { attempts: attempts + 1, createdAt, now, random };
          const at = nextTryAt({ ...input, askedSeconds: null });
          if (ageMs >= GIVE_UP_MS) return at === null;
          const waitMs = (at?.getTime() ?? NaN) - now.getTime();
          return waitMs >= 1_000 && waitMs <= 3_600_000;
        },
      ),
    );
  });

  it("doubles its waits, with full jitter", () => {
    const waits = [1, 2, 3, 4, 20].map((attempts) => {
      const input = { attempts, createdAt, now: createdAt, random: 1 };
      const at = nextTryAt({ ...input, askedSeconds: null });
      return ((at?.getTime() ?? NaN) - createdAt.getTime()) / 1_000;
    });
    expect(waits).toEqual([5, 10, 20, 40, 3_600]);
  });

  it("waits as long as the channel asks", () => {
    const input = { attempts: 1, createdAt, now: after(0), random: 0 };
    expect(nextTryAt({ ...input, askedSeconds: 7_200 })).toEqual(
      after(7_200_000),
    );
    expect(nextTryAt({ ...input, askedSeconds: 0 })).toEqual(after(1_000));
  });

  it.each([
    [null, null],
    ["", null],
    ["7", 7],
    [" 1.2 ", 2],
    ["Wed, 25 Nov 2026 12:00:30 GMT", 30],
    ["Wed, 25 Nov 2026 11:00:00 GMT", 0],
    ["999999999", 86_400],
    ["soon", null],
  ])("reads a Retry-After of %j as %j seconds", (header, seconds) => {
    expect(askedWaitSeconds(header, createdAt)).toBe(seconds);
  });
});
