import type { Json } from "../shared/json";

export type CastOutcome =
  { ok: true; value: Json } | { ok: false; expected: string };

const FALSE_TEXTS = new Set(["false", "no", "0", ""]);
const TRUE_TEXTS = new Set(["true", "yes", "1"]);
const ISO_DATE =
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const done = (value: Json): CastOutcome => ({ ok: true, value });
const failed = (expected: string): CastOutcome => ({ ok: false, expected });

/** One row per cast: what it takes and what it gives. Text is trimmed first. */
export const casts = {
  toText: (value: Json) =>
    typeof value === "object" && value !== null
      ? done(JSON.stringify(value))
      : done(String(value).trim()),
  toNumber: (value: Json) => {
    const number = asNumber(value);
    return number === null ? failed("a number") : done(number);
  },
  toInteger: (value: Json) => {
    const number = asNumber(value);
    return number === null || !Number.isSafeInteger(number)
      ? failed("an integer")
      : done(number);
  },
  toBoolean: (value: Json) => {
    if (typeof value === "boolean") return done(value);
    if (typeof value === "object") return failed("true or false");
    const text = String(value).trim().toLowerCase();
    if (FALSE_TEXTS.has(text)) return done(false);
    return TRUE_TEXTS.has(text) ? done(true) : failed("true or false");
  },
  toDate: (value: Json) => {
    const date = asDate(value);
    return date === null ? failed("a date") : done(date.toISOString());
  },
} as const satisfies Record<string, (value: Json) => CastOutcome>;

export type CastName = keyof typeof casts;

export const isCastName = (name: string): name is CastName =>
  Object.hasOwn(casts, name);

function asNumber(value: Json): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value.trim());
  return Number.isFinite(number) ? number : null;
}

/** Text in ISO 8601, or seconds or milliseconds since 1970. */
function asDate(value: Json): Date | null {
  if (typeof value === "number")
    return valid(new Date(value < 1e11 ? value * 1000 : value));
  if (typeof value !== "string" || !ISO_DATE.test(value.trim())) return null;
  return valid(new Date(value.trim()));
}

const valid = (date: Date) => (Number.isNaN(date.getTime()) ? null : date);
