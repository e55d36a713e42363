import { CONDITION_OPERATORS } from "@/lib/mapping/condition-operators";
import type { Condition } from "@/lib/mapping/condition";
import type { Expression, PickExpression } from "@/lib/mapping/expression";

/** An expression in a few words: `lowercase(properties.plan_name)`. */
export function describeExpression(expression: Expression): string {
  if ("value" in expression) return JSON.stringify(expression.value);
  if ("path" in expression) return expression.path;
  if ("template" in expression) return `“${expression.template}”`;
  if ("first" in expression)
    return `the first of ${expression.first.map(describeExpression).join(", ")}`;
  if ("fn" in expression)
    return `${expression.fn}(${expression.args.map(describeExpression).join(", ")})`;
  if ("when" in expression) return describeChoice(expression);
  if ("each" in expression)
    return `for each of ${expression.each}: ${Object.keys(expression.map).join(", ")}`;
  return describePick(expression);
}

function describeChoice(
  expression: Extract<Expression, { when: unknown }>,
): string {
  const otherwise =
    expression.else === undefined
      ? ""
      : `, else ${describeExpression(expression.else)}`;
  return `${describeExpression(expression.then)} when ${describeCondition(expression.when)}${otherwise}`;
}

function describePick({ pick, only, except, rename }: PickExpression): string {
  return [
    only === undefined ? `all of ${pick}` : `${only.join(", ")} of ${pick}`,
    ...(except === undefined ? [] : [`except ${except.join(", ")}`]),
    ...(rename === undefined ? [] : [`as ${rename}`]),
  ].join(" ");
}

/** A condition as a clause: `event is “Sign Up”`. */
export function describeCondition(condition: Condition): string {
  if ("all" in condition) return joined(condition.all, " and ");
  if ("any" in condition) return joined(condition.any, " or ");
  if ("not" in condition) return `not (${describeCondition(condition.not)})`;
  const { path, op, value } = condition;
  const { label, takes } = CONDITION_OPERATORS[op];
  return takes === "none"
    ? `${path} ${label}`
    : `${path} ${label} ${valueWords(value)}`;
}

const joined = (conditions: Condition[], word: string) =>
  conditions.map((one) => `(${describeCondition(one)})`).join(word);

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(", ");
  return typeof value === "string" ? `“${value}”` : JSON.stringify(value);
}
