import type { Condition } from "@/lib/mapping/condition";
import type { Expression } from "@/lib/mapping/expression";

/** An expression in a few words: `lowercase(properties.plan_name)`. */
export function describeExpression(expression: Expression): string {
  if ("path" in expression) return expression.path;
  if ("template" in expression) return `“${expression.template}”`;
  if ("first" in expression)
    return `the first of ${expression.first.map(describeExpression).join(", ")}`;
  if ("fn" in expression)
    return `${expression.fn}(${expression.args.map(describeExpression).join(", ")})`;
  return JSON.stringify(expression.value);
}

/** A condition as a clause: `event is “Sign Up”`. */
export function describeCondition(condition: Condition): string {
  if ("all" in condition) return joined(condition.all, " and ");
  if ("any" in condition) return joined(condition.any, " or ");
  if ("not" in condition) return `not (${describeCondition(condition.not)})`;
  const { path, op, value } = condition;
  if (op === "exists") return `${path} is there`;
  if (op === "missing") return `${path} is missing`;
  const verb = VERBS[op] ?? op;
  return `${path} ${verb} ${valueWords(value)}`;
}

const VERBS: Record<string, string> = {
  "=": "is",
  "!=": "is not",
  in: "is one of",
  notIn: "is none of",
  startsWith: "starts with",
  endsWith: "ends with",
};

const joined = (conditions: Condition[], word: string) =>
  conditions.map((one) => `(${describeCondition(one)})`).join(word);

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(", ");
  return typeof value === "string" ? `“${value}”` : JSON.stringify(value);
}
