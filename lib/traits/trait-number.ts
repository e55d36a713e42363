import { toNumber } from "../mapping/convert-number";
import { FAILED } from "../mapping/failed";
import type { Json } from "../shared/json";

/** Beyond these a double and PostgreSQL's numbers part ways, and nobody's amounts are there. */
const SIZE_MIN = 1e-100;
const SIZE_MAX = 1e100;
const CHARACTERS_MAX = 100;
const LARGE_EXPONENT = /e[+-]?\d{3}/i;

/** A number, or the text of one, as `data.trait_number` reads it; null for anything else. */
export function traitNumber(value: Json | undefined): number | null {
  if (value === undefined) return null;
  if (typeof value === "string") {
    if (value.length > CHARACTERS_MAX || LARGE_EXPONENT.test(value))
      return null;
  }
  const number = toNumber(value);
  if (number === FAILED) return null;
  const size = Math.abs(number);
  return size === 0 || (size >= SIZE_MIN && size < SIZE_MAX) ? number : null;
}
