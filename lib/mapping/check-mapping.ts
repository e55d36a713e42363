import { parsePath } from "../shared/json-path";
import { casts, isCastName } from "./casts";
import type { MappingProblem } from "./compile-mapping";
import type { Expression, Mapping } from "./expression";

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What keeps a mapping from being compiled, all at once, by its keys. */
export function checkMapping(mapping: Mapping): MappingProblem[] {
  return Object.entries(mapping).flatMap(([key, expression]) => {
    const messages = checkExpression(expression);
    if (parsePath(key) === null)
      messages.push("is not a path such as properties.plan");
    if (key.includes("*"))
      messages.push("needs pick, which this release does not run yet");
    return messages.map((message) => ({ path: key, message }));
  });
}

function checkExpression(expression: Expression): string[] {
  if ("value" in expression) return [];
  if ("path" in expression) return checkPath(expression.path);
  if ("template" in expression) {
    return [...expression.template.matchAll(FIELD)].flatMap((match) =>
      checkPath(match[1] ?? ""),
    );
  }
  if ("first" in expression) return expression.first.flatMap(checkExpression);
  const messages = expression.args.flatMap(checkExpression);
  if (!isCastName(expression.fn)) {
    messages.push(
      `uses ${expression.fn}; this release runs ${Object.keys(casts).join(", ")}`,
    );
  } else if (expression.args.length !== 1) {
    messages.push(
      `${expression.fn} takes one argument but has ${expression.args.length}`,
    );
  }
  return messages;
}

function checkPath(path: string): string[] {
  return parsePath(path) === null
    ? [`"${path}" is not a path such as properties.plan`]
    : [];
}
