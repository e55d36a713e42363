import { median } from "./bench";

const ROUNDS = 9;
const ROUND_MS = 100;
const WARM_UP_MS = 500;

/** Does its work once over all records; answers something that depends on it, so that none of it is optimised away. */
export type Contender = () => number | Promise<number>;

/**
 * How many records a second each contender maps: the median of rounds that
 * take turns, since these machines are shared and their speed changes.
 */
export async function race<Name extends string>(
  recordCount: number,
  contenders: Record<Name, Contender>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (const name of names)
    await rate(contenders[name], recordCount, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names)
      rates
        .get(name)
        ?.push(await rate(contenders[name], recordCount, ROUND_MS));
  }
  return Object.fromEntries(
    names.map((name) => [name, median(rates.get(name) ?? [])]),
  ) as Record<Name, number>;
}

async function rate(
  contender: Contender,
  recordCount: number,
  durationMs: number,
): Promise<number> {
  const start = performance.now();
  let passes = 0;
  let elapsedMs = 0;
  do {
    const result = contender();
    // Awaiting what is no promise would slow the synchronous ones down.
    const proof = typeof result === "number" ? result : await result;
    if (proof === 0) throw new Error("A contender mapped nothing.");
    passes += 1;
    elapsedMs = performance.now() - start;
  } while (elapsedMs < durationMs);
  return (passes * recordCount * 1000) / elapsedMs;
}
