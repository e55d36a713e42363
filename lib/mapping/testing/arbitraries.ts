import fc, { type Arbitrary } from "fast-check";
import type { Json, JsonObject } from "../../shared/json";
import { OPERATOR_NAMES, type Condition } from "../condition";
import type { Expression, Mapping } from "../expression";
import { FUNCTIONS, FUNCTION_NAMES } from "../functions/table";
import { NAME_STYLES } from "../words";

/** Few names, so that paths meet fields; among them those that prototypes have. */
const NAMES = ["a", "b", "planName", "x y", "constructor", "__proto__"];
const name = fc.constantFrom(...NAMES);

/** Texts that conversions trip over, beside any others. */
export const trickyText = fc.oneof(
  fc.constantFrom(
    ...["", " ", "12", "12,5", "1,234", "1e3", "yes", "No", "NaN", "undefined"],
    ...["2026-11-01", "2026-11-01 10:00:00 UTC", "1793527200", "a,b", "a@b.c"],
    ...["Infinity", "9007199254740993", "\ud83d\ude00", "\ud800", "-0"],
  ),
  fc.string({ maxLength: 8 }),
);

const scalar: Arbitrary<Json> = fc.oneof(
  trickyText,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(name, tie("json"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
export const anyJson = json;

export const record: Arbitrary<JsonObject> = fc.dictionary(name, json, {
  maxKeys: 6,
  noNullPrototype: true,
});

const segment = fc.oneof(
  { weight: 6, arbitrary: name.map((own) => `["${own}"]`) },
  { weight: 1, arbitrary: fc.nat(3).map((index) => `[${index}]`) },
);
const path = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .array(segment, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom(".", "", "a..b", "a.b", "[x]") },
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    fc.record(
      {
        path,
        op: fc.constantFrom(...OPERATOR_NAMES),
        value: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
      },
      { requiredKeys: ["path", "op"] },
    ),
    fc.record({ all: fc.array(tie("condition"), { maxLength: 2 }) }),
    fc.record({ any: fc.array(tie("condition"), { maxLength: 2 }) }),
    fc.record({ not: tie("condition") }),
  ),
}));
export const anyCondition = condition;

const onError = fc.constantFrom("omit" as const, "null" as const, { value: 0 });

/** Options that fit the function most of the time. */
const optionsOf = (fn: keyof typeof FUNCTIONS) => {
  const { parameters } = FUNCTIONS[fn];
  const fields = Object.fromEntries(
    parameters.map(({ name: own, reader, otherwise }) => [
      own,
      fc.oneof(
        { weight: 8, arbitrary: fitting(reader.choices, otherwise) },
        { weight: 1, arbitrary: json },
      ),
    ]),
  );
  return fc.record({ ...fields, onError }, { requiredKeys: [] });
};

const fitting = (
  choices: readonly string[] | undefined,
  otherwise: unknown,
): Arbitrary<Json> => {
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (typeof otherwise === "number") return fc.integer({ min: -3, max: 9 });
  if (typeof otherwise === "string") return fc.constant(otherwise);
  return fc.constantFrom<Json>("a", { a: 1, "12": "x" });
};

const { expression } = fc.letrec<{
  expression: Expression;
  call: Expression;
}>((tie) => ({
  call: fc.constantFrom(...FUNCTION_NAMES).chain((fn) =>
    fc.record({
      fn: fc.constant(fn),
      args: fc.array(tie("expression"), { minLength: 1, maxLength: 2 }),
      options: optionsOf(fn),
    }),
  ),
  expression: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.record({ path }),
    fc.record({ value: json }),
    fc.record({
      template: fc
        .array(
          fc.oneof(
            trickyText,
            path.map((own) => `{{${own}}}`),
          ),
          { maxLength: 3 },
        )
        .map((parts) => parts.join("")),
    }),
    tie("call"),
    fc.record({
      first: fc.array(tie("expression"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record(
      { when: condition, then: tie("expression"), else: tie("expression") },
      { requiredKeys: ["when", "then"] },
    ),
    fc.record({
      each: path,
      map: fc.dictionary(fc.constantFrom("n", "m.o"), tie("expression"), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    }),
    fc.record(
      {
        pick: path,
        only: fc.array(name),
        except: fc.array(name),
        rename: fc.constantFrom(...NAME_STYLES),
      },
      { requiredKeys: ["pick"] },
    ),
  ),
}));

const key = fc.constantFrom(
  "a",
  "b",
  "a.b",
  "a.*",
  "p.a",
  "p.b.c",
  "p.b",
  "p.*",
  "*",
  "constructor",
  "a[0]",
  "",
);

export const anyMapping: Arbitrary<Mapping> = fc.dictionary(key, expression, {
  maxKeys: 4,
  noNullPrototype: true,
});
