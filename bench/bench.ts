/** One measurement of ours with its peers or limits beside it, all of one unit. */
export type BenchResult = {
  bench: string;
  ours: number;
  unit: string;
  peers: Record<string, number>;
  /** Above 1 means that ours is faster, smaller or sooner. */
  ratios: Record<string, number>;
  /** The least and the greatest ratio, where it was measured in several processes. */
  ratioSpreads?: Record<string, readonly [number, number]>;
};

export type Bench = {
  /** For `--only`. */
  name: string;
  run: () => Promise<BenchResult[]>;
};

/** A result where more is better, such as records a second. */
export function moreIsBetter(
  bench: string,
  unit: string,
  ours: number,
  peers: Record<string, number>,
): BenchResult {
  const ratios = mapValues(peers, (peer) => ours / peer);
  return { bench, ours, unit, peers, ratios };
}

/** A result where less is better, such as milliseconds. */
export function lessIsBetter(
  bench: string,
  unit: string,
  ours: number,
  peers: Record<string, number>,
): BenchResult {
  const ratios = mapValues(peers, (peer) => peer / ours);
  return { bench, ours, unit, peers, ratios };
}

/**
 * One result of several runs, the median of each value. A ratio is the median
 * of the runs' own ratios: within a run both sides had the same machine.
 */
export function medianOf(runs: readonly BenchResult[]): BenchResult {
  const [first] = runs;
  if (first === undefined) throw new Error("There are no runs.");
  const { bench, unit, peers } = first;
  const ratiosOf = (peer: string) =>
    runs.map(({ ratios }) => ratios[peer] ?? 0);
  const ofPeers = <T>(value: (peer: string) => T) =>
    Object.fromEntries(Object.keys(peers).map((peer) => [peer, value(peer)]));
  return {
    bench,
    unit,
    ours: median(runs.map(({ ours }) => ours)),
    peers: ofPeers((peer) => median(runs.map((run) => run.peers[peer] ?? 0))),
    ratios: ofPeers((peer) => median(ratiosOf(peer))),
    ratioSpreads: ofPeers((peer) => [
      Math.min(...ratiosOf(peer)),
      Math.max(...ratiosOf(peer)),
    ]),
  };
}

/** Of an even number the greater of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** What all but one in twenty stay below. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Infinity;
}

const mapValues = (
  values: Record<string, number>,
  change: (value: number) => number,
) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value)]),
  );

/** How often everybody is measured: as often as is usual, or as SLUICE_BENCH_ROUNDS says. */
export function roundsOr(usual: number): number {
  return Number(process.env.SLUICE_BENCH_ROUNDS ?? usual);
}
