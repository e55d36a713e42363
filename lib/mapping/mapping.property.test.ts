import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../shared/json";
import { checkCondition } from "./check-condition";
import { checkMapping } from "./check-mapping";
import { compileCondition } from "./compile-condition";
import { compileMapping } from "./compile-mapping";
import { toBoolean } from "./convert-boolean";
import { toInteger, toNumber } from "./convert-number";
import { toIsoTime } from "./convert-time";
import { toText } from "./convert-text";
import { MappingSchema } from "./expression";
import { FAILED } from "./failed";
import { FUNCTION_NAMES, FUNCTIONS } from "./functions/table";
import {
  anyCondition,
  anyJson,
  anyMapping,
  record,
  trickyText,
} from "./testing/arbitraries";
import { interpret } from "./testing/interpret";

// The cases sum up to more than 50,000.
const LONG_MS = 60_000;

/** Whether JSON can hold it, and nothing in it is a conversion gone wrong. */
function isSound(value: Json | undefined): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isSound);
  if (typeof value === "object" && value !== null)
    return Object.values(value).every(isSound);
  return typeof value !== "symbol" && typeof value !== "function";
}

/** As it would be sent. */
const sent = (value: Json | undefined): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

describe("any mapping", () => {
  it(
    "either fails its check or never throws, and gives what an interpreter gives",
    () => {
      let checked = 0;
      fc.assert(
        fc.property(anyMapping, record, (mapping, input) => {
          const parsed = MappingSchema.safeParse(mapping);
          if (!parsed.success) return;
          const problems = checkMapping(parsed.data);
          if (problems.some(({ severity }) => severity === "error")) return;
          checked += 1;
          const before = JSON.stringify(input);
          const outcome = compileMapping(parsed.data)(input);
          const naive = interpret(parsed.data, input);
          expect(isSound(outcome.payload)).toBe(true);
          expect(sent(outcome.payload)).toEqual(sent(naive.payload));
          expect(new Set(outcome.problems.map(({ path }) => path))).toEqual(
            naive.broken,
          );
          expect(JSON.stringify(input)).toBe(before);
        }),
        { numRuns: 30_000 },
      );
      // Enough of them get past the check to say something.
      expect(checked).toBeGreaterThan(6_000);
    },
    LONG_MS,
  );

  it("leaves every prototype as it was", () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});

describe("any function", () => {
  it(
    "answers a value that can be sent, nothing, or a failure",
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...FUNCTION_NAMES),
          anyJson,
          (name, value) => {
            const row = FUNCTIONS[name];
            const example = row.examples[0];
            const parameters = row.parameters.map(
              ({ name: own, otherwise, reader }, index) => {
                const given =
                  example?.args[index + 1] ??
                  example?.options?.[own] ??
                  otherwise;
                return given === undefined ? given : reader.read(given);
              },
            );
            const result = row.bind(parameters)(value);
            if (result === FAILED) return;
            expect(isSound(result)).toBe(true);
            const isOdd =
              typeof result === "string" &&
              /^NaN$|^undefined$|\[object/i.test(result);
            if (isOdd)
              expect(JSON.stringify(value)).toMatch(/nan|undefined|object/i);
          },
        ),
        { numRuns: 10_000 },
      );
    },
    LONG_MS,
  );
});

describe("any conversion", () => {
  const conversions = [toNumber, toInteger, toBoolean, toIsoTime, toText];
  it(
    "gives the same again when it is asked for its own answer",
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...conversions),
          fc.oneof(trickyText, anyJson),
          (convert, value) => {
            const once = convert(value);
            if (once === FAILED) return;
            expect(isSound(once)).toBe(true);
            expect(convert(once)).toBe(once);
          },
        ),
        { numRuns: 10_000 },
      );
    },
    LONG_MS,
  );

  it("reads every number and every time that JavaScript writes", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
        (number, date) => {
          const text = String(number);
          if (!/^-?\d{16,}$/.test(text))
            expect(toNumber(text)).toBe(Object.is(number, -0) ? 0 : number);
          expect(toIsoTime(date.toISOString())).toBe(date.toISOString());
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("any condition", () => {
  it(
    "either fails its check or answers yes or no, the same with its negation turned",
    () => {
      fc.assert(
        fc.property(anyCondition, record, (condition, input) => {
          if (checkCondition(condition).length > 0) return;
          const answer = compileCondition(condition)(input);
          expect(typeof answer).toBe("boolean");
          expect(compileCondition({ not: condition })(input)).toBe(!answer);
        }),
        { numRuns: 5_000 },
      );
    },
    LONG_MS,
  );
});
