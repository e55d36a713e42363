const ENDS_MAX = 5;
const WINDOW_MS = 60_000;

/** Tells a process that ended once from one that can't be kept running. */
export function createRestartBudget() {
  let ends: number[] = [];
  return {
    /**
     * Counts an end; answers whether it was the fifth within a minute. `now` is of
     * a monotonic clock: one that is set back would make an hour of them a minute.
     */
    isSpentBy(now: number): boolean {
      ends = [...ends, now].filter((at) => now - at < WINDOW_MS);
      return ends.length >= ENDS_MAX;
    },
  };
}
