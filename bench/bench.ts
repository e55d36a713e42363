/** One measurement of ours with its peers or limits beside it, all of one unit. */
export type BenchResult = {
  bench: string;
  ours: number;
  unit: string;
  peers: Record<string, number>;
  /** Above 1 means that ours is faster, smaller or sooner. */
  ratios: Record<string, number>;
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

const mapValues = (
  values: Record<string, number>,
  change: (value: number) => number,
) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value)]),
  );
