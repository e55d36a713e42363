import { numberAt } from "../random";
import type { Stage } from "./dump-options";

const EDITS = 3;

/** What became of a row by the rebuilds of its table. */
export type Fate = {
  isGone: boolean;
  /** By which stage last. */ changedIn: number | null;
};

/**
 * What the rebuilds up to the stage `until` made of a row that came in the stage
 * `from`. Which rows they touch is worked out from their numbers, so nothing has
 * to be kept of them.
 */
export function fateOf(
  stages: readonly Stage[],
  table: string,
  number: number,
  from: number,
  until: number,
): Fate {
  let changedIn: number | null = null;
  for (let index = from + 1; index <= until; index += 1) {
    const stage = stages[index];
    if (!stage?.rebuild.includes(table)) continue;
    const { seed, rebuildShare } = stage;
    const drawn = numberAt(seed, EDITS, index, number);
    if (drawn < rebuildShare) return { isGone: true, changedIn };
    if (drawn < 2 * rebuildShare) changedIn = index;
  }
  return { isGone: false, changedIn };
}
