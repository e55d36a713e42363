import type { Json } from "../../../shared/json";

/** Sources disagree on the unit of numbers: it shows in their size. */
const MICROSECONDS_FROM = 1e15;
const MILLISECONDS_FROM = 1e12;
/** Heap is younger than this; what lies further off is no time. */
const YEAR_MIN = 2005;
const YEAR_MAX = 2100;

const TEXT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;

/**
 * A time of Heap Connect in ISO 8601, or null when it is none: text without a zone
 * is UTC; numbers are seconds, milli- or microseconds since 1970.
 */
export function toIsoTime(value: Json | undefined): string | null {
  const ms =
    typeof value === "number"
      ? fromNumber(value)
      : typeof value === "string"
        ? fromText(value.trim())
        : NaN;
  if (Number.isNaN(ms) || Math.abs(ms) > 8.64e15) return null;
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year < YEAR_MIN || year >= YEAR_MAX ? null : date.toISOString();
}

function fromNumber(value: number): number {
  if (value >= MICROSECONDS_FROM) return value / 1_000;
  return value >= MILLISECONDS_FROM ? value : value * 1_000;
}

function fromText(text: string): number {
  if (/^\d+$/.test(text)) return fromNumber(Number(text));
  const [, day, time, zone] = TEXT.exec(text) ?? [];
  if (day === undefined) return NaN;
  const offset = zone === undefined || zone === "UTC" ? "Z" : zone;
  return Date.parse(`${day}T${time ?? "00:00"}${offset}`);
}
