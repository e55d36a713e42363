import { isJsonObject, type Json } from "../shared/json";

/**
 * What an expression may give, as a set of kinds in one number: types are
 * joined with `|` and compared with `&`, in the editor as in the check.
 */
export type ValueType = number;

export const TEXT: ValueType = 1;
export const NUMBER: ValueType = 2;
export const BOOLEAN: ValueType = 4;
/** Text that is a time in ISO 8601. */
export const TIME: ValueType = 8;
export const LIST: ValueType = 16;
export const OBJECT: ValueType = 32;
export const NULL: ValueType = 64;
/** May give nothing: the field is then left out. */
export const NOTHING: ValueType = 128;
/** A field of which nothing is known. */
export const ANY: ValueType =
  TEXT | NUMBER | BOOLEAN | TIME | LIST | OBJECT | NULL;

const KIND_NAMES: readonly (readonly [ValueType, string])[] = [
  [TEXT, "text"],
  [NUMBER, "number"],
  [BOOLEAN, "yes/no"],
  [TIME, "time"],
  [LIST, "list"],
  [OBJECT, "object"],
  [NULL, "null"],
  [NOTHING, "nothing"],
];

/** `text or number`, as people read it. */
export function nameOfType(type: ValueType): string {
  if ((type & ANY) === ANY) return "anything";
  return KIND_NAMES.filter(([kind]) => (type & kind) !== 0)
    .map(([, name]) => name)
    .join(" or ");
}

/** Times are text to whoever takes text. */
export const asTextual = (type: ValueType): ValueType =>
  (type & TIME) === 0 ? type : type | TEXT;

/** The type of a value that is known. */
export function typeOfValue(value: Json | undefined): ValueType {
  if (value === undefined) return NOTHING;
  if (value === null) return NULL;
  if (Array.isArray(value)) return LIST;
  if (isJsonObject(value)) return OBJECT;
  if (typeof value === "number") return NUMBER;
  return typeof value === "boolean" ? BOOLEAN : TEXT;
}
