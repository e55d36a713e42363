import { describe, expect, it } from "vitest";
import { afterFault, CLOSED, type Breaker } from "./breaker";

const at = (nowMs: number, random = 1) => ({ nowMs, random });
const after = (times: number[], from: Breaker = CLOSED) =>
  times.reduce((breaker, nowMs) => afterFault(breaker, at(nowMs)), from);

describe("the circuit breaker", () => {
  it("stays closed at few faults, and at many within moments", () => {
    expect(after([0, 4_000, 8_000, 12_000]).state).toBe("closed");
    expect(after([0, 1, 2, 3, 4, 5, 6, 7]).state).toBe("closed");
  });

  it("opens when faults go on, since the first of them", () => {
    expect(after([0, 1_000, 2_000, 3_000, 4_000])).toMatchObject({
      ...{ state: "open", openedAtMs: 0, probeAtMs: 5_000, probesFailed: 0 },
    });
  });

  it("tries ever more rarely, at least each minute, and remembers since when", () => {
    let breaker = after([0, 1_000, 2_000, 3_000, 4_000]);
    const waits: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      const nowMs = breaker.probeAtMs ?? 0;
      breaker = afterFault({ ...breaker, state: "half_open" }, at(nowMs));
      waits.push((breaker.probeAtMs ?? 0) - nowMs);
    }
    expect(waits).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(breaker.openedAtMs).toBe(0);
  });

  it("does not put the next try off for what was on the way while it opened", () => {
    const open = after([0, 1_000, 2_000, 3_000, 4_000]);
    expect(after([4_500], open)).toMatchObject({ probeAtMs: open.probeAtMs });
  });
});
