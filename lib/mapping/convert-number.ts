import type { Json } from "../shared/json";
import { FAILED, type Failed } from "./failed";

/** What stands before the decimals in a text: the option of the casts to numbers. */
export type DecimalMark = "." | "," | "guess";

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;
const GROUPED = {
  ".": /^[+-]?[1-9]\d{0,2}(?:[, \u00a0\u202f']\d{3})+(?:\.\d+)?$/,
  ",": /^[+-]?[1-9]\d{0,2}(?:[. \u00a0\u202f']\d{3})+(?:,\d+)?$/,
} as const;
const COMMA_DECIMALS = /^[+-]?\d+,\d+$/;
/** `1,234` and `12,500`: thousands to some, decimals to others. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/**
 * A number, or the text of one, trimmed: `12`, `-1.5`, `1e3`, `12,5`,
 * `1 234,5`, `1,234.50`, `1.234.567`. Where a comma may mean thousands or
 * decimals (`1,234`) only `decimal` decides. FAILED for anything else, and for
 * integers that a double would change.
 */
export function toNumber(
  value: Json,
  decimal: DecimalMark = "guess",
): number | Failed {
  if (typeof value === "number") return Number.isFinite(value) ? value : FAILED;
  if (typeof value !== "string") return FAILED;
  const text = value.trim();
  if (decimal !== "," && PLAIN.test(text)) return exactNumber(text);
  const plain = withPoint(text, decimal);
  return plain === null ? FAILED : exactNumber(plain);
}

export function toInteger(
  value: Json,
  decimal: DecimalMark = "guess",
): number | Failed {
  const number = toNumber(value, decimal);
  return number !== FAILED && Number.isSafeInteger(number) ? number : FAILED;
}

/** What a failed cast says that it wanted. */
export function expectedNumber(value: Json): string {
  if (typeof value !== "string") return "a number";
  const text = value.trim();
  if (AMBIGUOUS.test(text))
    return 'a number whose comma is clear (set the option decimal to "." or ",")';
  return INTEGER.test(text) && text.length > 15
    ? "a number that loses no digit (keep such ids as text)"
    : "a number";
}

function exactNumber(text: string): number | Failed {
  const number = Number(text);
  if (!Number.isFinite(number)) return FAILED;
  return Number.isSafeInteger(number) || !INTEGER.test(text) ? number : FAILED;
}

/** The text with a point before its decimals and no thousands, or null. */
function withPoint(text: string, decimal: DecimalMark): string | null {
  if (decimal === "guess" && AMBIGUOUS.test(text)) return null;
  if (decimal !== "," && GROUPED["."].test(text))
    return text.replace(/[, \u00a0\u202f']/g, "");
  if (decimal === ".") return null;
  if (GROUPED[","].test(text) || COMMA_DECIMALS.test(text))
    return text.replace(/[. \u00a0\u202f']/g, "").replace(",", ".");
  return decimal === "," && INTEGER.test(text) ? text : null;
}
