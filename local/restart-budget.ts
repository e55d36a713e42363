const ENDS_MAX = 5;
const WINDOW_MS = 60_000;

/**
 * Tells a process that ended once from one that can't be kept running. The clock
 * is a monotonic one: set back, the other would make an hour of ends a minute.
 */
export function createRestartBudget(now = () => performance.now()) {
  let ends: number[] = [];
  return {
    /** Counts an end; answers whether it was the fifth within a minute. */
    isSpent(): boolean {
      const endedAt = now();
      ends = [...ends, endedAt].filter((at) => endedAt - at < WINDOW_MS);
      return ends.length >= ENDS_MAX;
    },
  };
}
