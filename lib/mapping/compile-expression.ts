import type { Json, JsonObject } from "../shared/json";
import { compileReader, parsePath } from "../shared/json-path";
import { compileCondition } from "./compile-condition";
import { compileFunction } from "./compile-function";
import { compilePick } from "./compile-pick";
import { shownValue, toText } from "./convert-text";
import type { Expression, Mapping } from "./expression";
import { ELEMENTS_MAX, FAILED, TEXT_LENGTH_MAX } from "./failed";
import {
  addProblem,
  addWarning,
  newOutcome,
  type Evaluate,
  type MappingOutcome,
  type MappingProblem,
} from "./outcome";
import { parseTemplate } from "./template";

/** Compiles the mapping of an `each`; handed in, since mappings hold expressions and these hold mappings. */
export type CompileTree = (
  mapping: Mapping,
) => (record: Json, outcome: MappingOutcome, target: JsonObject) => boolean;

/** Turns one expression into a closure. `key` is the mapping's key, for problems. */
export function compileExpression(
  expression: Expression,
  key: string,
  compileTree: CompileTree,
): Evaluate {
  const compile = (part: Expression) =>
    compileExpression(part, key, compileTree);
  if ("value" in expression) {
    const { value } = expression;
    return () => value;
  }
  if ("path" in expression) return readerOf(expression.path);
  if ("template" in expression)
    return compileTemplate(expression.template, key);
  if ("first" in expression) return compileFirst(expression.first.map(compile));
  if ("fn" in expression) return compileFunction(expression, key, compile);
  if ("when" in expression) return compileChoice(expression, compile);
  if ("each" in expression)
    return compileEach(expression.each, compileTree(expression.map), key);
  return compilePick(expression, readerOf(expression.pick), key);
}

function readerOf(path: string) {
  const segments = parsePath(path);
  if (segments === null) throw new Error(`Unchecked mapping: the path ${path}`);
  return compileReader(segments);
}

/** Text with fields; a missing field is empty. */
function compileTemplate(template: string, key: string): Evaluate {
  const parts = parseTemplate(template).map((part) =>
    typeof part === "string" ? part : readerOf(part.path),
  );
  return (record, outcome) => {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") {
        text += part;
        continue;
      }
      const value = part(record);
      if (value === undefined || value === null) continue;
      const own = toText(value);
      if (own === FAILED || text.length + own.length > TEXT_LENGTH_MAX) {
        const message = "should be text below a million characters";
        addProblem(outcome, key, message);
        return undefined;
      }
      text += own;
    }
    return text;
  };
}

/** The first that is not null, undefined or ""; 0 and false count. */
function compileFirst(candidates: Evaluate[]): Evaluate {
  return (record, outcome) => {
    for (const candidate of candidates) {
      const value = candidate(record, outcome);
      if (value !== undefined && value !== null && value !== "") return value;
    }
    return undefined;
  };
}

function compileChoice(
  expression: Extract<Expression, { when: unknown }>,
  compile: (part: Expression) => Evaluate,
): Evaluate {
  const holds = compileCondition(expression.when);
  const then = compile(expression.then);
  const otherwise =
    expression.else === undefined ? () => undefined : compile(expression.else);
  return (record, outcome) =>
    holds(record) ? then(record, outcome) : otherwise(record, outcome);
}

/** One object per element of a list; paths inside are the element's. */
function compileEach(
  path: string,
  fill: ReturnType<CompileTree>,
  key: string,
): Evaluate {
  const read = readerOf(path);
  return (record, outcome) => {
    const list = read(record);
    if (list === undefined || list === null) return list;
    if (!Array.isArray(list) || list.length > ELEMENTS_MAX) {
      const message = Array.isArray(list)
        ? `should be made of at most ${ELEMENTS_MAX.toLocaleString("en")} elements but there are ${list.length.toLocaleString("en")}`
        : `should be made of a list but ${path} is ${shownValue(list)}`;
      addProblem(outcome, key, message);
      return undefined;
    }
    return list.map((element, index) => {
      const own = newOutcome();
      fill(element, own, own.payload);
      report(own, outcome, key, index);
      return own.payload;
    });
  };
}

/** What is wrong inside of an element is the key's, and names the element. */
function report(
  element: MappingOutcome,
  outcome: MappingOutcome,
  key: string,
  index: number,
): void {
  const inElement = ({ path, message }: MappingProblem) =>
    `${path} of element ${index} ${message}`;
  for (const problem of element.problems)
    addProblem(outcome, key, inElement(problem));
  for (const warning of element.warnings)
    addWarning(outcome, key, inElement(warning));
}
