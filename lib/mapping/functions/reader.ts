import { isJsonObject, type Json, type JsonObject } from "../../shared/json";
import { toText } from "../convert-text";
import { toInteger, toNumber } from "../convert-number";
import { toTimeMs } from "../convert-time";
import { FAILED, type Failed } from "../failed";
import * as type from "../value-type";
import type { ValueType } from "../value-type";

/** What a function takes: which types fit, how a value is read, and what to say when it can't be. */
export type Reader<T> = {
  accepts: ValueType;
  expects: string;
  /** For fixed values that people choose among. */
  choices?: readonly string[];
  read: (value: Json) => T | Failed;
};

const SCALAR = type.TEXT | type.NUMBER | type.BOOLEAN | type.TIME;

export const anything: Reader<Json> = {
  accepts: type.ANY,
  expects: "anything",
  read: (value) => value,
};

export const text: Reader<string> = {
  accepts: SCALAR,
  expects: "text",
  read: (value) => {
    if (typeof value === "string") return value;
    return typeof value === "object" && value !== null ? FAILED : toText(value);
  },
};

export const number: Reader<number> = {
  accepts: type.NUMBER | type.TEXT,
  expects: "a number",
  read: (value) => toNumber(value),
};

export const integer: Reader<number> = {
  accepts: type.NUMBER | type.TEXT,
  expects: "an integer",
  read: (value) => toInteger(value),
};

/** Milliseconds since 1970. */
export const time: Reader<number> = {
  accepts: type.TIME | type.TEXT | type.NUMBER,
  expects: "a time",
  read: toTimeMs,
};

export const list: Reader<Json[]> = {
  accepts: type.LIST,
  expects: "a list",
  read: (value) => (Array.isArray(value) ? value : FAILED),
};

export const object: Reader<JsonObject> = {
  accepts: type.OBJECT,
  expects: "an object",
  read: (value) => (isJsonObject(value) ? value : FAILED),
};

export const nested: Reader<JsonObject | Json[]> = {
  accepts: type.OBJECT | type.LIST,
  expects: "an object or a list",
  read: (value) =>
    Array.isArray(value) || isJsonObject(value) ? value : FAILED,
};

/** One of a few texts. */
export function choice<const T extends string>(
  ...choices: readonly T[]
): Reader<T> {
  return {
    accepts: type.TEXT,
    expects: `one of ${choices.map((name) => `"${name}"`).join(", ")}`,
    choices,
    read: (value) => choices.find((name) => name === value) ?? FAILED,
  };
}
