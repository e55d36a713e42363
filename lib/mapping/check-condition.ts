import type { Json } from "../shared/json";
import type { Condition } from "./condition";
import { CONDITION_OPERATORS, compilePattern } from "./condition-operators";
import { shownValue } from "./convert-text";

const DEPTH_MAX = 32;

export type ConditionProblem = {
  message: string;
  expected: string;
  found: string;
  suggestion: string;
};

/** What keeps a condition from being asked, all at once. */
export function checkCondition(
  condition: Condition,
  depth = 0,
): ConditionProblem[] {
  if (depth > DEPTH_MAX)
    return [
      {
        message: `nests conditions deeper than ${DEPTH_MAX} levels`,
        expected: `at most ${DEPTH_MAX} levels`,
        found: "more",
        suggestion: "Join conditions side by side.",
      },
    ];
  if ("all" in condition || "any" in condition) {
    const parts = "all" in condition ? condition.all : condition.any;
    return parts.flatMap((part) => checkCondition(part, depth + 1));
  }
  if ("not" in condition) return checkCondition(condition.not, depth + 1);
  const wanted = wantedValue(condition.op, condition.value);
  if (wanted === null) return [];
  return [
    {
      message: `the condition on ${condition.path} compares by "${CONDITION_OPERATORS[condition.op].label}", which needs ${wanted}`,
      expected: wanted,
      found: shownValue(condition.value),
      suggestion: `Give ${wanted}.`,
    },
  ];
}

/** What the operator would need, or null when it has it. */
function wantedValue(
  op: keyof typeof CONDITION_OPERATORS,
  value: Json | undefined,
): string | null {
  switch (CONDITION_OPERATORS[op].takes) {
    case "none":
      return null;
    case "list":
      return Array.isArray(value) ? null : "a list of values";
    case "pattern":
      return compilePattern(value) === null
        ? "a regular expression (RE2: no look-ahead and no back-references)"
        : null;
    case "text":
      return value === undefined || value === null || typeof value === "object"
        ? "text to look for"
        : null;
    case "value":
      return value === undefined ? "a value" : null;
  }
}
