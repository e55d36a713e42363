import type { Condition } from "./condition";
import type { Expression, Mapping } from "./expression";
import { parseTemplate } from "./template";

/** Every path of the record that a mapping reads; inside of a list below `items[]`. */
export function pathsOfMapping(mapping: Mapping, prefix = ""): string[] {
  return Object.values(mapping).flatMap((expression) =>
    pathsOfExpression(expression).map((path) => prefix + path),
  );
}

/** The same of one expression. */
export function pathsOfExpression(expression: Expression): string[] {
  if ("value" in expression) return [];
  if ("path" in expression) return [expression.path];
  if ("template" in expression)
    return parseTemplate(expression.template).flatMap((part) =>
      typeof part === "string" ? [] : [part.path],
    );
  if ("first" in expression) return expression.first.flatMap(pathsOfExpression);
  if ("fn" in expression) return expression.args.flatMap(pathsOfExpression);
  if ("when" in expression)
    return [
      ...pathsOfCondition(expression.when),
      ...pathsOfExpression(expression.then),
      ...(expression.else === undefined
        ? []
        : pathsOfExpression(expression.else)),
    ];
  if ("each" in expression)
    return [
      expression.each,
      ...pathsOfMapping(expression.map, `${expression.each}[].`),
    ];
  return [expression.pick];
}

/** Every path of the record that a condition asks for. */
export function pathsOfCondition(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(pathsOfCondition);
  if ("any" in condition) return condition.any.flatMap(pathsOfCondition);
  if ("not" in condition) return pathsOfCondition(condition.not);
  return [condition.path];
}
