import { isJsonObject, type Json, type JsonObject } from "../shared/json";
import { ELEMENTS_MAX, FAILED, type Failed } from "./failed";
import { toJsonText } from "./convert-text";
import { restyle } from "./words";

const DEPTH_MAX = 100;

type FlatteningRule = {
  label: string;
  separator: string;
  /** What becomes of a list: one text, or null for a field for each element. */
  list: ((list: Json[]) => string | Failed) | null;
  name: (name: string) => string;
};

const same = (name: string) => name;

/** One row per destination's own way with nested values. */
const FLATTENING_RULES = {
  dots: {
    label: "Dots: a.b and list.0",
    separator: ".",
    list: null,
    name: same,
  },
  /** Heap takes flat text and numbers and stores a list as one text joined with `||` (heap.md 1.3). */
  heap: {
    label: "As Heap stores it: a.b, lists joined with ||",
    separator: ".",
    list: (list) =>
      list.every((item) => typeof item !== "object" || item === null)
        ? list.map((item) => String(item ?? "")).join("||")
        : toJsonText(list),
    name: same,
  },
  /** Segment's warehouse columns: `a_b` in snake case, lists as JSON text (segment.md 5.3). */
  warehouse: {
    label: "As Segment's warehouses: a_b, lists as text",
    separator: "_",
    list: toJsonText,
    name: (name) => restyle(name, "snake_case"),
  },
} as const satisfies Record<string, FlatteningRule>;

export type FlatteningName = keyof typeof FLATTENING_RULES;
export const FLATTENING_NAMES = Object.keys(FLATTENING_RULES) as [
  FlatteningName,
  ...FlatteningName[],
];

/**
 * One object without nesting. The first of two fields that come to one name
 * wins. FAILED for more than 10,000 fields or 100 levels.
 */
export function flatten(
  value: JsonObject | Json[],
  ruleName: FlatteningName,
): JsonObject | Failed {
  const rule: FlatteningRule = FLATTENING_RULES[ruleName];
  const fields = new Map<string, Json>();
  return collect(fields, rule, "", value, 0)
    ? Object.fromEntries(fields)
    : FAILED;
}

function collect(
  fields: Map<string, Json>,
  rule: FlatteningRule,
  prefix: string,
  value: Json,
  depth: number,
): boolean {
  if (depth > DEPTH_MAX || fields.size >= ELEMENTS_MAX) return false;
  if (Array.isArray(value) && depth > 0 && rule.list !== null) {
    const text = rule.list(value);
    return text !== FAILED && put(fields, prefix, text);
  }
  if (!Array.isArray(value) && !isJsonObject(value))
    return put(fields, prefix, value);
  return Object.entries(value).every(
    ([name, child]) =>
      child === undefined ||
      collect(fields, rule, joined(prefix, name, rule), child, depth + 1),
  );
}

function joined(prefix: string, name: string, rule: FlatteningRule): string {
  const own = rule.name(name);
  return prefix === "" ? own : prefix + rule.separator + own;
}

function put(fields: Map<string, Json>, name: string, value: Json): boolean {
  if (!fields.has(name)) fields.set(name, value);
  return true;
}
