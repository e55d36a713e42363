import { checkCondition } from "../mapping/check-condition";
import type { Condition } from "../mapping/condition";
import { CONDITION_OPERATORS } from "../mapping/condition-operators";
import { propertyKeys } from "./property-path";

const NUL_ESCAPE = "\\u0000";

/** What keeps a condition from being asked of past events, all at once. */
export function checkWhere(condition: Condition): string[] {
  return [
    ...checkCondition(condition).map(({ message }) => message),
    ...comparisonsOf(condition).flatMap(({ path, op, value }) => {
      if (propertyKeys(path) === null)
        return [
          `${path} can't be asked of past events: their properties are kept, such as properties.plan`,
        ];
      if (JSON.stringify(value ?? null).includes(NUL_ESCAPE))
        return [`the value of ${path} should not contain the character NUL`];
      return op === "matches"
        ? [
            `the condition on ${path} compares by "${CONDITION_OPERATORS.matches.label}", which can't be asked of past events; use contains, starts with or ends with`,
          ]
        : [];
    }),
  ];
}

type Comparison = Extract<Condition, { path: string }>;

function comparisonsOf(condition: Condition): Comparison[] {
  if ("all" in condition) return condition.all.flatMap(comparisonsOf);
  if ("any" in condition) return condition.any.flatMap(comparisonsOf);
  if ("not" in condition) return comparisonsOf(condition.not);
  return [condition];
}
