import { z } from "zod";
import type { Json, JsonObject } from "../shared/json";
import { parsePath, readPath } from "../shared/json-path";

const asText = (value: Json | undefined) =>
  typeof value === "object" || value === undefined ? null : String(value);
const ordered = (
  a: Json | undefined,
  b: Json | undefined,
  test: (order: number) => boolean,
) => {
  if (typeof a === "number" && typeof b === "number") return test(a - b);
  if (typeof a === "string" && typeof b === "string")
    return test(a < b ? -1 : a > b ? 1 : 0);
  return false;
};
const among = (value: Json | undefined, list: Json | undefined) =>
  Array.isArray(list) && list.some((item) => item === value);

/** One row per operator. */
const conditionOperators = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">": (a, b) => ordered(a, b, (order) => order > 0),
  ">=": (a, b) => ordered(a, b, (order) => order >= 0),
  "<": (a, b) => ordered(a, b, (order) => order < 0),
  "<=": (a, b) => ordered(a, b, (order) => order <= 0),
  contains: (a, b) =>
    Array.isArray(a)
      ? a.some((item) => item === b)
      : (asText(a)?.includes(asText(b) ?? "") ?? false),
  startsWith: (a, b) => asText(a)?.startsWith(asText(b) ?? "") ?? false,
  endsWith: (a, b) => asText(a)?.endsWith(asText(b) ?? "") ?? false,
  in: (a, b) => among(a, b),
  notIn: (a, b) => !among(a, b),
  exists: (a) => a !== undefined && a !== null,
  missing: (a) => a === undefined || a === null,
} as const satisfies Record<
  string,
  (value: Json | undefined, expected: Json | undefined) => boolean
>;

type ConditionOperator = keyof typeof conditionOperators;
const OPERATORS = Object.keys(conditionOperators) as [
  ConditionOperator,
  ...ConditionOperator[],
];

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { path: string; op: ConditionOperator; value?: Json | undefined };

export const ConditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(ConditionSchema) }),
      z.strictObject({ any: z.array(ConditionSchema) }),
      z.strictObject({ not: ConditionSchema }),
      z.strictObject({
        path: z
          .string()
          .refine((path) => parsePath(path) !== null, "should be a path"),
        op: z.enum(OPERATORS, {
          error: `should be one of ${OPERATORS.join(" ")}; this release does not run matches`,
        }),
        value: z.json().optional(),
      }),
    ],
    { error: "should be {path, op, value}, joined by all, any or not" },
  ),
);

/** Turns a condition into a predicate over records. */
export function compileCondition(
  condition: Condition,
): (record: JsonObject) => boolean {
  if ("all" in condition) {
    const parts = condition.all.map(compileCondition);
    return (record) => parts.every((part) => part(record));
  }
  if ("any" in condition) {
    const parts = condition.any.map(compileCondition);
    return (record) => parts.some((part) => part(record));
  }
  if ("not" in condition) {
    const part = compileCondition(condition.not);
    return (record) => !part(record);
  }
  const segments = parsePath(condition.path) ?? [];
  const test = conditionOperators[condition.op];
  const expected = condition.value;
  return (record) => test(readPath(record, segments), expected);
}
