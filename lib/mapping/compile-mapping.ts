import { parsePath, readPath, type PathSegment } from "../shared/json-path";
import type { Json, JsonObject } from "../shared/json";
import { casts, isCastName } from "./casts";
import type { Expression, Mapping, OnError } from "./expression";

export type MappingProblem = { path: string; message: string };
export type MappingOutcome = {
  payload: JsonObject;
  problems: MappingProblem[];
};

/** Of the payloads that a mapping gives: it changes when the same mapping would give others. */
export const MAPPING_ENGINE_VERSION = 1;

type Report = (message: string) => void;
type Evaluate = (record: JsonObject, report: Report) => Json | undefined;

const FIELD = /\{\{\s*([^{}]+?)\s*\}\}/g;

/**
 * Turns a checked mapping into a function from record to payload. A key such
 * as `properties.plan` nests. undefined is left out, null is sent. Throws when
 * the mapping wasn't checked (see check-mapping.ts).
 */
export function compileMapping(
  mapping: Mapping,
): (record: JsonObject) => MappingOutcome {
  const targets = Object.entries(mapping).map(([key, expression]) => ({
    key,
    segments: requirePath(key),
    evaluate: compileExpression(expression),
  }));
  return (record) => {
    const payload: JsonObject = {};
    const problems: MappingProblem[] = [];
    for (const { key, segments, evaluate } of targets) {
      const value = evaluate(record, (message) =>
        problems.push({ path: key, message }),
      );
      if (value !== undefined) writePath(payload, segments, value);
    }
    return { payload, problems };
  };
}

function compileExpression(expression: Expression): Evaluate {
  if ("value" in expression) return () => expression.value;
  if ("path" in expression) {
    const segments = requirePath(expression.path);
    return (record) => readPath(record, segments);
  }
  if ("template" in expression) return compileTemplate(expression.template);
  if ("first" in expression) return compileFirst(expression.first);
  return compileCast(
    expression.fn,
    expression.args,
    expression.options?.onError,
  );
}

/** Text with fields; a missing field is empty. */
function compileTemplate(template: string): Evaluate {
  const parts: (string | PathSegment[])[] = [];
  let end = 0;
  for (const match of template.matchAll(FIELD)) {
    parts.push(template.slice(end, match.index), requirePath(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  parts.push(template.slice(end));
  return (record) => {
    let text = "";
    for (const part of parts) {
      text += typeof part === "string" ? part : asText(readPath(record, part));
    }
    return text;
  };
}

function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The first that is not null, undefined or ""; 0 and false count. */
function compileFirst(expressions: Expression[]): Evaluate {
  const candidates = expressions.map(compileExpression);
  return (record, report) => {
    for (const candidate of candidates) {
      const value = candidate(record, report);
      if (value !== undefined && value !== null && value !== "") return value;
    }
    return undefined;
  };
}

function compileCast(
  name: string,
  args: Expression[],
  onError: OnError | undefined,
): Evaluate {
  const [argument] = args;
  if (!isCastName(name) || argument === undefined)
    throw new Error(`Unchecked mapping: ${name}`);
  const cast = casts[name];
  const input = compileExpression(argument);
  return (record, report) => {
    const value = input(record, report);
    if (value === undefined || value === null) return value;
    const outcome = cast(value);
    if (outcome.ok) return outcome.value;
    if (onError === undefined) {
      report(`should be ${outcome.expected} but it is ${shown(value)}`);
      return undefined;
    }
    if (onError === "omit") return undefined;
    return onError === "null" ? null : onError.value;
  };
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function requirePath(path: string): PathSegment[] {
  const segments = parsePath(path);
  if (segments === null) throw new Error(`Unchecked mapping: the path ${path}`);
  return segments;
}

/** Own members only, defined rather than assigned: `__proto__` is a name like any other. */
function writePath(
  root: JsonObject,
  segments: PathSegment[],
  value: Json,
): void {
  let object = root;
  segments.forEach((segment, index) => {
    const key = String(segment);
    if (index === segments.length - 1) {
      define(object, key, value);
      return;
    }
    const next = Object.hasOwn(object, key) ? object[key] : undefined;
    if (typeof next === "object" && next !== null && !Array.isArray(next)) {
      object = next;
      return;
    }
    const made: JsonObject = {};
    define(object, key, made);
    object = made;
  });
}

function define(object: JsonObject, key: string, value: Json): void {
  if (key !== "__proto__") {
    object[key] = value;
    return;
  }
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
