export type Random = {
  /** From 0, below 1. */
  next(): number;
  /** A whole number from 0, below `end`. */
  below(end: number): number;
  pick<const T extends readonly [unknown, ...unknown[]]>(choices: T): T[number];
  chance(probability: number): boolean;
};

/**
 * A stream of numbers that is the same for the same seed on every machine
 * (splitmix32). Not for secrets.
 */
export function createRandom(seed: number): Random {
  let state = scramble(seed >>> 0) ^ scramble(Math.floor(seed / 2 ** 32) >>> 0);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    return scramble(state) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    next,
    below,
    pick: (choices) => choices[below(choices.length)],
    chance: (probability) => next() < probability,
  };
}

/**
 * The number, from 0 and below 1, that belongs to these coordinates: always the
 * same, without drawing those before it.
 */
export function numberAt(...coordinates: number[]): number {
  let state = 0;
  for (const one of coordinates) {
    state = scramble(state ^ (one | 0) ^ scramble((one / 2 ** 32) | 0));
    state = (state + 0x9e3779b9) | 0;
  }
  return scramble(state) / 2 ** 32;
}

function scramble(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
