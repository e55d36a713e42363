import { isJsonObject, type Json } from "../../shared/json";
import { FAILED } from "../failed";
import { ANY, NOTHING, NULL } from "../value-type";
import {
  defineFunction,
  parameter,
  type FunctionRow,
  type Run,
} from "./function-row";
import { anything, object, text } from "./reader";

const row = defineFunction({
  label: "Lookup",
  group: "lookup",
  doc: "The entry of a table for this text; without one the default, or nothing.",
  takes: text,
  parameters: [
    parameter("table", "Table", object),
    { ...parameter("default", "Default", anything), isOptional: true },
  ],
  result: ANY | NOTHING,
  run: () => FAILED,
  examples: [
    { args: ["p1"], options: { table: { p1: "Pro" } }, result: "Pro" },
    {
      args: ["p9"],
      options: { table: { p1: "Pro" }, default: "Other" },
      result: "Other",
    },
  ],
});

/** A missing value is looked up too: it has the default. */
function bind([table, otherwise]: readonly unknown[]): Run {
  const entries = new Map(isJsonObject(table) ? Object.entries(table) : []);
  // `anything` reads a value as it is.
  const fallback = otherwise as Json | undefined;
  return (value) => {
    if (value === null) return fallback;
    const key = text.read(value);
    if (key === FAILED) return FAILED;
    const found = entries.get(key);
    return found === undefined ? fallback : found;
  };
}

export const lookupFunctions = {
  lookup: {
    ...row,
    answersNothing: true,
    result: ([value = ANY]) => (value & NULL) | ANY | NOTHING,
    bind,
  },
} satisfies Record<string, FunctionRow>;
