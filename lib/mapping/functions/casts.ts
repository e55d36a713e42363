import type { Json } from "../../shared/json";
import { toBoolean } from "../convert-boolean";
import {
  expectedNumber,
  toInteger,
  toNumber,
  type DecimalMark,
} from "../convert-number";
import { toText } from "../convert-text";
import { toIsoTime } from "../convert-time";
import { FAILED, TEXT_LENGTH_MAX } from "../failed";
import * as type from "../value-type";
import { defineFunction, parameter, type FunctionRow } from "./function-row";
import { anything, choice, type Reader } from "./reader";

/** Casts see the value as it is, so that a failure can name it. */
const castable = (accepts: type.ValueType, expects: string): Reader<Json> => ({
  ...anything,
  accepts,
  expects,
});

const decimal = parameter<DecimalMark>(
  "decimal",
  "Decimal mark",
  choice("guess", ".", ","),
  "guess",
);

const TEXT_RULES =
  'Reads "12", "1e3", "12,5", "1 234,5" and "1,234.50"; where a comma may mean thousands or decimals ("1,234"), the decimal mark must be set.';

export const castFunctions = {
  toText: defineFunction({
    label: "To text",
    group: "cast",
    doc: "Numbers and yes/no as text; lists and objects as JSON; trimmed.",
    takes: castable(type.ANY, "text"),
    result: type.TEXT,
    run: (value) => {
      const text = toText(value);
      return text === FAILED || text.length > TEXT_LENGTH_MAX
        ? FAILED
        : text.trim();
    },
    examples: [
      { args: [12], result: "12" },
      { args: [{ a: 1 }], result: '{"a":1}' },
    ],
  }),
  toNumber: defineFunction({
    label: "To number",
    group: "cast",
    doc: TEXT_RULES,
    takes: castable(type.NUMBER | type.TEXT, "a number"),
    parameters: [decimal],
    result: type.NUMBER,
    expects: expectedNumber,
    run: toNumber,
    examples: [
      { args: [" 12 "], result: 12 },
      { args: ["12,5"], result: 12.5 },
      { args: ["1e3"], result: 1000 },
      { args: ["1,234"], options: { decimal: "." }, result: 1234 },
      { args: ["a dozen"] },
    ],
  }),
  toInteger: defineFunction({
    label: "To integer",
    group: "cast",
    doc: `A number without decimals. ${TEXT_RULES}`,
    takes: castable(type.NUMBER | type.TEXT, "an integer"),
    parameters: [decimal],
    result: type.NUMBER,
    expects: () => "an integer",
    run: toInteger,
    examples: [{ args: ["12"], result: 12 }, { args: ["12.5"] }],
  }),
  toBoolean: defineFunction({
    label: "To yes/no",
    group: "cast",
    doc: 'true: true, 1, "true", "yes", "y", "t", "on", "1". false: false, 0, "false", "no", "n", "f", "off", "0" and empty text.',
    takes: castable(type.BOOLEAN | type.NUMBER | type.TEXT, "true or false"),
    result: type.BOOLEAN,
    run: toBoolean,
    examples: [
      { args: ["Yes"], result: true },
      { args: [""], result: false },
      { args: ["maybe"] },
    ],
  }),
  toDate: defineFunction({
    label: "To time",
    group: "cast",
    doc: "ISO 8601 in UTC. Reads ISO 8601, Heap's `2026-11-01 10:00:00.123456 UTC`, and seconds, milliseconds or microseconds since 1970.",
    takes: castable(type.TIME | type.TEXT | type.NUMBER, "a date"),
    result: type.TIME,
    run: toIsoTime,
    examples: [
      { args: ["2026-11-01 10:00:00"], result: "2026-11-01T10:00:00.000Z" },
      { args: [1_793_527_200], result: "2026-11-01T10:00:00.000Z" },
      { args: ["yesterday"] },
    ],
  }),
} satisfies Record<string, FunctionRow>;
