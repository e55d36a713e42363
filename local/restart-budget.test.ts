import { describe, expect, it, vi } from "vitest";
import { createRestartBudget } from "./restart-budget";

const SECOND_MS = 1_000;

/** Whether the budget was spent at each of the ends, given in seconds. */
function endAt(...seconds: number[]): boolean[] {
  const times = seconds.map((at) => at * SECOND_MS);
  const budget = createRestartBudget(() => times.shift() ?? 0);
  return seconds.map(() => budget.isSpent());
}

describe("the restart budget", () => {
  it("is spent by the fifth end within a minute", () => {
    expect(endAt(0, 10, 20, 30, 40)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it("is not spent by any number of ends that are spread out", () => {
    expect(endAt(0, 16, 32, 48, 64, 80, 96, 112)).not.toContain(true);
  });

  it("asks no clock that can be set back", () => {
    const wallClock = vi.spyOn(Date, "now");
    createRestartBudget().isSpent();
    expect(wallClock).not.toHaveBeenCalled();
    wallClock.mockRestore();
  });
});
