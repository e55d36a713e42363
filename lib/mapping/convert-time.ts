import type { Json } from "../shared/json";
import { FAILED, type Failed } from "./failed";

/**
 * ISO 8601, and the forms of Heap's exports: `2026-11-01 10:00:00.123456 UTC`.
 * Groups: year, month, day, hour, minute, second, fraction, zone.
 */
const WRITTEN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;
const EPOCH = /^-?\d{10}(?:\.\d+)?$|^-?\d{13}$|^-?\d{16}$/;

/** From here on a number counts milliseconds (1973, or in seconds the year 5138). */
const MILLISECONDS_FROM = 1e11;
/** From here on it counts microseconds, as in Heap's users table (heap.md 2.5). */
const MICROSECONDS_FROM = 1e14;
/** The years 100 to 9999: what four digits can say, and JavaScript with them. */
const TIME_MIN_MS = -59_011_459_200_000;
const TIME_MAX_MS = 253_402_300_799_999;

/**
 * Milliseconds since 1970 of a time: ISO 8601 text, Heap's text forms (without
 * a zone they are UTC), or seconds, milliseconds or microseconds since 1970 as
 * a number or as the text of one. FAILED for anything else, and for days that
 * no calendar has.
 */
export function toTimeMs(value: Json): number | Failed {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value !== "string") return FAILED;
  const text = value.trim();
  const match = WRITTEN.exec(text);
  if (match !== null) return fromParts(match);
  return EPOCH.test(text) ? fromEpoch(Number(text)) : FAILED;
}

/** The same as ISO 8601 in UTC, with milliseconds. */
export function toIsoTime(value: Json): string | Failed {
  const timeMs = toTimeMs(value);
  return timeMs === FAILED ? FAILED : new Date(timeMs).toISOString();
}

function fromEpoch(number: number): number | Failed {
  const size = Math.abs(number);
  const timeMs =
    size >= MICROSECONDS_FROM
      ? number / 1000
      : size >= MILLISECONDS_FROM
        ? number
        : number * 1000;
  return inRange(Math.floor(timeMs));
}

/** NaN and infinities are in no range. */
const inRange = (timeMs: number): number | Failed =>
  timeMs >= TIME_MIN_MS && timeMs <= TIME_MAX_MS ? timeMs : FAILED;

function fromParts(match: RegExpExecArray): number | Failed {
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(dayMs);
  // Years below 100 are moved by Date.UTC, and February 30th becomes March.
  if (
    date.getUTCFullYear() !== Number(year) ||
    date.getUTCMonth() !== Number(month) - 1 ||
    date.getUTCDate() !== Number(day)
  )
    return FAILED;
  const [h, m, s] = [hour, minute, second].map((part) => Number(part ?? 0));
  if (h === undefined || m === undefined || s === undefined) return FAILED;
  if (h > 23 || m > 59 || s > 59) return FAILED;
  const offsetMinutes = zoneMinutes(zone);
  if (offsetMinutes === FAILED) return FAILED;
  const fractionMs = Number((fraction ?? "").padEnd(3, "0").slice(0, 3));
  const minutes = h * 60 + m - offsetMinutes;
  return inRange(dayMs + (minutes * 60 + s) * 1000 + fractionMs);
}

function zoneMinutes(zone: string | undefined): number | Failed {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(":", "");
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2) || "0");
  if (hours > 14 || minutes > 59) return FAILED;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
