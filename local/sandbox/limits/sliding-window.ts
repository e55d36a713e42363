/**
 * Lets at most `countMax` through in any span of `windowMs`. `take` answers 0
 * when it lets one through, else how many milliseconds to wait.
 */
export function createSlidingWindow(
  countMax: number,
  windowMs: number,
  now: () => number,
): { take(): number } {
  // When each of the last `countMax` went through; the oldest is overwritten.
  const times = new Float64Array(countMax).fill(-Infinity);
  let oldest = 0;
  return {
    take() {
      const freeAt = (times[oldest] ?? 0) + windowMs;
      const at = now();
      if (freeAt > at) return freeAt - at;
      times[oldest] = at;
      oldest = (oldest + 1) % countMax;
      return 0;
    },
  };
}
