import { checkCondition } from "../mapping/check-condition";
import type { Condition } from "../mapping/condition";
import { CONDITION_OPERATORS } from "../mapping/condition-operators";
import { propertyKeys } from "./property-path";

/** What keeps a condition from being asked of past events, all at once. */
export function checkWhere(condition: Condition): string[] {
  return [
    ...checkCondition(condition).map(({ message }) => message),
    ...comparisonsOf(condition).flatMap(({ path, op }) => {
      if (propertyKeys(path) === null)
        return [
          `${path} can't be asked of past events: their properties are kept, such as properties.plan`,
        ];
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
