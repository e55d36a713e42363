import { isJsonObject, type Json, type JsonObject } from "../shared/json";
import { formatPath, type PathSegment } from "../shared/json-path";
import { toTimeMs } from "./convert-time";
import { FAILED } from "./failed";
import { maskPersonal } from "./mask-personal";
import * as type from "./value-type";
import type { ValueType } from "./value-type";

const DEPTH_MAX = 6;
const FIELDS_PER_RECORD_MAX = 1_000;
const FIELDS_MAX = 5_000;
const ELEMENTS_LOOKED_AT = 20;
export const EXAMPLES_MAX = 5;
const EXAMPLE_CHARACTERS_MAX = 80;

/** What was seen at one path of some records. */
export type FieldSummary = {
  types: ValueType;
  /** Records with a value here: neither missing, null nor empty. */
  filled: number;
  /** Few, different, short, and masked where they look personal. */
  examples: (string | number | boolean)[];
};

/**
 * What the fields of some records look like, by path; the fields of a list's
 * elements are below `items[]`. Bounded in depth, fields and examples.
 */
export function summariseFields(
  records: readonly JsonObject[],
): Map<string, FieldSummary> {
  const fields = new Map<string, FieldSummary>();
  for (const record of records) {
    const seen = new Map<string, Json[]>();
    collect(seen, record, [], "", 0);
    for (const [path, values] of seen) addField(fields, path, values);
  }
  return fields;
}

/** All that a record holds, by path; a path in a list has several values. */
function collect(
  seen: Map<string, Json[]>,
  value: Json,
  segments: readonly PathSegment[],
  prefix: string,
  depth: number,
): void {
  if (depth > DEPTH_MAX || seen.size >= FIELDS_PER_RECORD_MAX) return;
  if (segments.length > 0 || prefix !== "") {
    const path = pathOf(prefix, segments);
    seen.set(path, [...(seen.get(path) ?? []), value]);
  }
  if (Array.isArray(value)) {
    const inner = `${pathOf(prefix, segments)}[]`;
    for (const element of value.slice(0, ELEMENTS_LOOKED_AT))
      if (isJsonObject(element)) collect(seen, element, [], inner, depth + 1);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [name, child] of Object.entries(value))
    if (child !== undefined)
      collect(seen, child, [...segments, name], prefix, depth + 1);
}

function pathOf(prefix: string, segments: readonly PathSegment[]): string {
  if (segments.length === 0) return prefix;
  const path = formatPath(segments);
  if (prefix === "") return path;
  return path.startsWith("[") ? prefix + path : `${prefix}.${path}`;
}

function addField(
  fields: Map<string, FieldSummary>,
  path: string,
  values: readonly Json[],
): void {
  const known = fields.get(path);
  if (known === undefined && fields.size >= FIELDS_MAX) return;
  const summary = known ?? { types: 0, filled: 0, examples: [] };
  fields.set(path, summary);
  for (const value of values) {
    summary.types |= typeSeen(value);
    addExample(summary, path, value);
  }
  if (values.some((value) => value !== null && value !== ""))
    summary.filled += 1;
}

/** Text that reads as a time is one; digits alone are not. */
function typeSeen(value: Json): ValueType {
  if (typeof value !== "string") return type.typeOfValue(value);
  const isTime = value.includes("-") && toTimeMs(value) !== FAILED;
  return isTime ? type.TIME : type.TEXT;
}

function addExample(
  { examples }: FieldSummary,
  path: string,
  value: Json,
): void {
  if (typeof value === "object" || value === "") return;
  if (examples.length >= EXAMPLES_MAX) return;
  const shown =
    typeof value === "string" ? maskPersonal(path, cut(value)) : value;
  if (!examples.includes(shown)) examples.push(shown);
}

const cut = (text: string) =>
  text.length > EXAMPLE_CHARACTERS_MAX
    ? `${text.slice(0, EXAMPLE_CHARACTERS_MAX)}…`
    : text;
