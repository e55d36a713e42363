import type { Json } from "../../shared/json";
import { FAILED } from "../failed";
import { NUMBER } from "../value-type";
import { defineFunction, parameter, type FunctionRow } from "./function-row";
import { integer, number } from "./reader";

/** As many digits as every double holds: 19.9 × 100 is 1990, as in a spreadsheet. */
const DIGITS = 15;

const finite = (value: number): Json | typeof FAILED => {
  if (Number.isSafeInteger(value)) return value;
  // Fewer digits may round the largest doubles up to infinity.
  const rounded = Number(value.toPrecision(DIGITS));
  return Number.isFinite(rounded) ? rounded : FAILED;
};

/** Half away from zero, on the decimals as they are written: 1.005 is 1.01. */
function round(value: number, digits: number) {
  const size = Math.abs(value);
  const scaled = Math.round(shifted(size, digits));
  // Too large to have such decimals at all.
  if (!Number.isFinite(scaled)) return value;
  return finite(Math.sign(value) * shifted(scaled, -digits));
}

function shifted(value: number, digits: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

const fold = (
  label: string,
  doc: string,
  step: (a: number, b: number) => number,
  example: [number, number, number],
): FunctionRow => ({
  ...defineFunction({
    ...{ label, doc, group: "number", takes: number, result: NUMBER },
    expects: () => "a number, and a result that is one",
    run: (value: number) => value,
    examples: [{ args: [example[0], example[1]], result: example[2] }],
  }),
  rest: number,
  bind: (others) => (value) => {
    const own = number.read(value);
    if (own === FAILED) return FAILED;
    // Read by `rest`, so they are numbers.
    return finite((others as readonly number[]).reduce(step, own));
  },
});

export const numberFunctions = {
  round: defineFunction({
    label: "Round",
    group: "number",
    doc: "To so many decimals, half away from zero.",
    takes: number,
    parameters: [parameter("digits", "Decimals", integer, 0)],
    result: NUMBER,
    run: (value, digits) =>
      Math.abs(digits) > 100 ? FAILED : round(value, digits),
    examples: [
      { args: [19.905], options: { digits: 2 }, result: 19.91 },
      { args: ["2.5"], result: 3 },
    ],
  }),
  add: fold("Add", "The sum of all its arguments.", (a, b) => a + b, [1, 2, 3]),
  multiply: fold(
    "Multiply",
    "The product of all its arguments.",
    (a, b) => a * b,
    [19.9, 100, 1990],
  ),
} satisfies Record<string, FunctionRow>;
