import { parsePath, WHOLE } from "../shared/json-path";
import { checkCondition } from "./check-condition";
import { checkFunction } from "./check-function";
import type { Expression, Mapping } from "./expression";
import type { CheckContext, CheckProblem } from "./check-problem";
import { parseTarget } from "./target-path";
import { parseTemplate } from "./template";
import * as type from "./value-type";
import type { ValueType } from "./value-type";

const DEPTH_MAX = 32;

/** Finds what is wrong with an expression and answers the types that it may give. */
export function checkExpression(
  expression: Expression,
  key: string,
  context: CheckContext,
  problems: CheckProblem[],
  depth = 0,
): ValueType {
  const report = (
    message: string,
    expected: string,
    found: string,
    suggestion: string,
  ) =>
    void problems.push({
      ...{ path: key, severity: "error", message },
      ...{ expected, found, suggestion },
    });
  if (depth > DEPTH_MAX) {
    const limit = `at most ${DEPTH_MAX} levels`;
    report("nests too deep", limit, "more", "Take steps out of each other.");
    return type.ANY;
  }
  const check = (part: Expression) =>
    checkExpression(part, key, context, problems, depth + 1);
  const typeOf = (path: string) => {
    if (parsePath(path) !== null) return fieldType(path, context);
    report(
      `"${path}" is not a path such as properties.plan`,
      'a path such as properties.plan, items[0] or ["a b"]',
      path,
      'Write names joined by dots; names with dots or brackets as ["a.b"].',
    );
    return type.ANY;
  };
  if ("value" in expression) return type.typeOfValue(expression.value);
  if ("path" in expression) return typeOf(expression.path);
  if ("template" in expression) {
    for (const part of parseTemplate(expression.template))
      if (typeof part !== "string") typeOf(part.path);
    return type.TEXT;
  }
  if ("first" in expression) return typeOfFirst(expression.first.map(check));
  if ("fn" in expression)
    return checkFunction(expression, key, check, problems);
  if ("when" in expression) {
    for (const { message, expected, found, suggestion } of checkCondition(
      expression.when,
    ))
      report(message, expected, found, suggestion);
    const otherwise = expression.else;
    return (
      check(expression.then) |
      (otherwise === undefined ? type.NOTHING : check(otherwise))
    );
  }
  const given = typeOf(
    "each" in expression ? expression.each : expression.pick,
  );
  const wanted = "each" in expression ? type.LIST : type.OBJECT;
  if ((given & wanted) === 0)
    report(
      `should be made of ${type.nameOfType(wanted)} but it is ${type.nameOfType(given)}`,
      type.nameOfType(wanted),
      type.nameOfType(given),
      `Choose a field that is ${type.nameOfType(wanted)}.`,
    );
  if ("each" in expression)
    checkEach(expression.each, expression.map, key, context, problems, depth);
  return wanted | (given & (type.NULL | type.NOTHING));
}

function fieldType(path: string, context: CheckContext): ValueType {
  if (path === WHOLE) return type.OBJECT;
  return context.fieldType?.(path) ?? type.ANY;
}

/** Nothing, only if all of them are nothing; the empty ones before the last don't count. */
function typeOfFirst(types: ValueType[]): ValueType {
  const all = types.reduce((joined, one) => joined | one, 0);
  const isSure = types.some((one) => (one & (type.NULL | type.NOTHING)) === 0);
  const kinds = all & ~(type.NULL | type.NOTHING);
  return isSure ? kinds : kinds | (all === type.ANY ? 0 : type.NOTHING);
}

/** Paths inside of an `each` are the element's. */
function checkEach(
  list: string,
  map: Mapping,
  key: string,
  context: CheckContext,
  problems: CheckProblem[],
  depth: number,
): void {
  const outer = context.fieldType;
  const inner: CheckContext =
    outer === undefined
      ? {}
      : {
          fieldType: (path) =>
            outer(path === WHOLE ? `${list}[]` : `${list}[].${path}`),
        };
  for (const [name, expression] of Object.entries(map)) {
    if (parseTarget(name) === null)
      problems.push({
        ...{ path: key, severity: "error", found: name },
        message: `has a field ${name} in its elements, which is no path`,
        expected: "names joined by dots",
        suggestion: "Write names joined by dots.",
      });
    checkExpression(expression, key, inner, problems, depth + 1);
  }
}
