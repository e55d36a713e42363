import type { WatchOf } from "./rule";
import { ANOMALY_WEEKS_MIN } from "./rule";

/** Makes a median absolute deviation comparable with a standard deviation. */
const MAD_TO_SIGMA = 1.4826;

export type Bounds = { usual: number; low: number; high: number };

/**
 * Between which counts an hour is usual, from the same hour of past weeks: the
 * median, give or take so many deviations. The deviation is the greatest of
 * what the weeks show (by their median absolute deviation, so that one odd week
 * changes little) and what chance alone does to counts (the root of the median,
 * as in a Poisson process). Null with too few weeks or too few records.
 */
export function usualBounds(
  past: readonly number[],
  present: number,
  watch: Pick<
    WatchOf<"anomaly">,
    "deviations" | "percentMin" | "recordsMin" | "weeks"
  >,
): Bounds | null {
  if (past.length < ANOMALY_WEEKS_MIN) return null;
  const usual = median(past);
  if (Math.max(usual, present) < watch.recordsMin) return null;
  const spread = median(past.map((count) => Math.abs(count - usual)));
  const deviation = Math.max(
    spread * MAD_TO_SIGMA,
    Math.sqrt(Math.max(usual, 1)),
  );
  const distance = Math.max(
    deviation * watch.deviations,
    (usual * watch.percentMin) / 100,
  );
  return { usual, low: usual - distance, high: usual + distance };
}

/** On which side of the usual a count is; null: within. */
export function sideOf(
  count: number,
  { low, high }: Bounds,
): "less" | "more" | null {
  if (count < low) return "less";
  return count > high ? "more" : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1
    ? upper
    : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
