import { isJsonObject, type Json } from "../../shared/json";
import { ELEMENTS_MAX, FAILED, type Failed } from "../failed";
import { flatten, FLATTENING_NAMES } from "../flatten";
import { ANY, LIST, NOTHING, NUMBER, OBJECT, TEXT, TIME } from "../value-type";
import { defineFunction, parameter, type FunctionRow } from "./function-row";
import { choice, integer, list, nested, object, type Reader } from "./reader";

type Measurable = { size: number };

const measurable: Reader<Measurable> = {
  accepts: TEXT | TIME | LIST | OBJECT,
  expects: "text, a list or an object",
  read: (value: Json): Measurable | Failed => {
    if (typeof value === "string") return { size: Array.from(value).length };
    if (Array.isArray(value)) return { size: value.length };
    return isJsonObject(value) ? { size: Object.keys(value).length } : FAILED;
  },
};

export const structureFunctions = {
  flatten: defineFunction({
    label: "Flatten",
    group: "structure",
    doc: "An object without nesting, by a destination's own rule.",
    takes: nested,
    parameters: [
      parameter("rule", "Rule", choice(...FLATTENING_NAMES), "dots"),
    ],
    result: OBJECT,
    expects: () =>
      "an object or a list of at most 10,000 fields and 100 levels",
    run: flatten,
    examples: [
      {
        args: [{ a: { b: 1 }, c: [2, 3] }],
        result: { "a.b": 1, "c.0": 2, "c.1": 3 },
      },
      {
        args: [{ a: { b: 1 }, c: [2, 3] }],
        options: { rule: "heap" },
        result: { "a.b": 1, c: "2||3" },
      },
    ],
  }),
  keys: defineFunction({
    label: "Field names",
    group: "structure",
    doc: "The names of an object's fields.",
    takes: object,
    result: LIST,
    expects: () => "an object of at most 10,000 fields",
    run: (value) => {
      const names = Object.keys(value);
      return names.length > ELEMENTS_MAX ? FAILED : names;
    },
    examples: [{ args: [{ a: 1, b: 2 }], result: ["a", "b"] }],
  }),
  length: defineFunction({
    label: "Length",
    group: "structure",
    doc: "How many elements, fields or characters.",
    takes: measurable,
    result: NUMBER,
    run: ({ size }) => size,
    examples: [
      { args: [["a", "b"]], result: 2 },
      { args: ["Ann"], result: 3 },
    ],
  }),
  at: defineFunction({
    label: "Element",
    group: "structure",
    doc: "One element of a list, counted from 0; negative counts from the end. Nothing where there is none.",
    takes: list,
    parameters: [parameter("index", "Position", integer, 0)],
    result: ANY | NOTHING,
    run: (value, index) => value.at(index),
    examples: [
      { args: [["a", "b"], 1], result: "b" },
      { args: [["a", "b"], -1], result: "b" },
    ],
  }),
} satisfies Record<string, FunctionRow>;
