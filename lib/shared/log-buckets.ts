/** Two buckets an octave, from 1 ms to 2^28 ms (three days); a last one for what is longer. */
const HALF_OCTAVES = 56;

/** The upper bounds of the buckets but the last, in milliseconds. */
export const BUCKET_BOUNDS_MS: readonly number[] = Array.from(
  { length: HALF_OCTAVES + 1 },
  (_, index) => 2 ** (index / 2),
);
export const BUCKET_COUNT = BUCKET_BOUNDS_MS.length + 1;

export type Buckets = number[];

export const emptyBuckets = (): Buckets =>
  Array.from({ length: BUCKET_COUNT }, () => 0);

/** Counts how long something took: in the first bucket whose bound it does not exceed. */
export function countIn(buckets: Buckets, ms: number, times = 1): void {
  const at = bucketOf(ms);
  buckets[at] = (buckets[at] ?? 0) + times;
}

/** By halving: the logarithm would round bounds into the next bucket. */
export function bucketOf(ms: number): number {
  let low = 0;
  let high = BUCKET_BOUNDS_MS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms <= (BUCKET_BOUNDS_MS[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const sumOf = (buckets: readonly number[]): number =>
  buckets.reduce((sum, count) => sum + count, 0);

/**
 * The time in milliseconds, from 1 on, below which a share of what was counted stayed: between
 * the bounds of its bucket, by the logarithm, so at most a factor of √2 off. Null
 * when nothing was counted.
 */
export function percentileMs(
  buckets: readonly number[],
  share: number,
): number | null {
  const rank = share * sumOf(buckets);
  let before = 0;
  for (const [index, count] of buckets.entries()) {
    if (count > 0 && before + count >= rank) {
      const part = Math.min(1, Math.max(0, (rank - before) / count));
      return between(index, part);
    }
    before += count;
  }
  return null;
}

function between(index: number, part: number): number {
  const upper = BUCKET_BOUNDS_MS[index];
  const lower = BUCKET_BOUNDS_MS[index - 1];
  if (upper === undefined) return lower ?? 0;
  // Whatever took no longer than the first bound is told as that.
  if (lower === undefined) return upper;
  return lower * (upper / lower) ** part;
}
