import { RE2JS } from "re2js";
import type { Json } from "../shared/json";
import { toNumber } from "./convert-number";
import { FAILED } from "./failed";
import * as type from "./value-type";
import type { ValueType } from "./value-type";

type Test = (actual: Json | undefined) => boolean;

export type OperatorRow = {
  label: string;
  /** What it is called where times are compared. */
  timeLabel?: string;
  /** The types of fields that it is offered for. */
  fits: ValueType;
  /** What it is compared with. */
  takes: "value" | "text" | "list" | "pattern" | "none";
  /** Made once per condition. */
  bind: (expected: Json | undefined) => Test;
};

const isNothing = (value: Json | undefined) =>
  value === undefined || value === null;

/** A number or yes/no equals the text of one: Heap exports most properties as text. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (typeof a === "number" || typeof b === "number") {
    const number = toNumber(a);
    return number !== FAILED && number === toNumber(b);
  }
  if (typeof a === "boolean") return b === String(a);
  return typeof b === "boolean" && a === String(b);
}

/** Below, above or equal; null for values that have no order between them. */
function compare(a: Json | undefined, b: Json | undefined): number | null {
  if (typeof a === "string" && typeof b === "string")
    return a < b ? -1 : a > b ? 1 : 0;
  if (a === undefined || b === undefined) return null;
  const left = toNumber(a);
  const right = toNumber(b);
  return left === FAILED || right === FAILED ? null : left - right;
}

const ordered =
  (holds: (order: number) => boolean) =>
  (expected: Json | undefined): Test =>
  (actual) => {
    const order = compare(actual, expected);
    return order !== null && holds(order);
  };

const textual =
  (holds: (actual: string, expected: string) => boolean) =>
  (expected: Json | undefined): Test => {
    const wanted = textOf(expected);
    return (actual) => {
      const text = textOf(actual);
      return text !== null && wanted !== null && holds(text, wanted);
    };
  };

const textOf = (value: Json | undefined) =>
  typeof value === "object" || value === undefined ? null : String(value);

const among = (expected: Json | undefined): Test => {
  const items = Array.isArray(expected) ? expected : [];
  const exact = new Set(items);
  return (actual) =>
    actual !== undefined &&
    (exact.has(actual) || items.some((item) => isSame(actual, item)));
};

const contains = (expected: Json | undefined): Test => {
  const inText = textual((actual, part) => actual.includes(part))(expected);
  return (actual) =>
    Array.isArray(actual)
      ? actual.some((item) => isSame(item, expected))
      : inText(actual);
};

const matches = (expected: Json | undefined): Test => {
  const pattern = compilePattern(expected);
  return (actual) => {
    const text = textOf(actual);
    return text !== null && pattern !== null && pattern.matcher(text).find();
  };
};

const SCALAR = type.TEXT | type.NUMBER | type.BOOLEAN | type.TIME;
/** Numbers come as text, too. */
const ORDERED = type.TEXT | type.NUMBER | type.TIME;
const TEXTUAL = type.TEXT | type.TIME;
const LISTED = type.TEXT | type.NUMBER;

/** One row per operator: schema, check, editor and engine read it. */
export const CONDITION_OPERATORS = {
  "=": {
    label: "is",
    takes: "value",
    fits: SCALAR,
    bind: (expected) => (actual) => isSame(actual, expected),
  },
  "!=": {
    label: "is not",
    takes: "value",
    fits: SCALAR,
    bind: (expected) => (actual) => !isSame(actual, expected),
  },
  ">": {
    ...{ label: "is above", timeLabel: "is after" },
    ...{ takes: "value", fits: ORDERED },
    bind: ordered((o) => o > 0),
  },
  ">=": {
    ...{ label: "is at least", timeLabel: "is at or after" },
    ...{ takes: "value", fits: ORDERED },
    bind: ordered((o) => o >= 0),
  },
  "<": {
    ...{ label: "is below", timeLabel: "is before" },
    ...{ takes: "value", fits: ORDERED },
    bind: ordered((o) => o < 0),
  },
  "<=": {
    ...{ label: "is at most", timeLabel: "is at or before" },
    ...{ takes: "value", fits: ORDERED },
    bind: ordered((o) => o <= 0),
  },
  contains: {
    label: "contains",
    takes: "text",
    fits: TEXTUAL | type.LIST,
    bind: contains,
  },
  startsWith: {
    label: "starts with",
    takes: "text",
    fits: TEXTUAL,
    bind: textual((actual, start) => actual.startsWith(start)),
  },
  endsWith: {
    label: "ends with",
    takes: "text",
    fits: type.TEXT,
    bind: textual((actual, end) => actual.endsWith(end)),
  },
  in: { label: "is one of", takes: "list", fits: LISTED, bind: among },
  notIn: {
    label: "is none of",
    takes: "list",
    fits: LISTED,
    bind: (expected) => {
      const isAmong = among(expected);
      return (actual) => !isAmong(actual);
    },
  },
  exists: {
    label: "has a value",
    takes: "none",
    fits: type.ANY,
    bind: () => (actual) => !isNothing(actual),
  },
  missing: {
    label: "has no value",
    takes: "none",
    fits: type.ANY,
    bind: () => isNothing,
  },
  matches: {
    label: "matches the pattern",
    takes: "pattern",
    fits: TEXTUAL,
    bind: matches,
  },
} as const satisfies Record<string, OperatorRow>;

/**
 * A regular expression in RE2's dialect, which is searched in linear time
 * whatever its writer meant by it. Null when it is none.
 */
export function compilePattern(pattern: Json | undefined): RE2JS | null {
  if (typeof pattern !== "string") return null;
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}
