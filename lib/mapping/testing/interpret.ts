import { isJsonObject, type Json, type JsonObject } from "../../shared/json";
import { parsePath, readPath } from "../../shared/json-path";
import { CONDITION_OPERATORS } from "../condition-operators";
import type { Condition } from "../condition";
import { toText } from "../convert-text";
import type { Expression, FunctionOptions, Mapping } from "../expression";
import { FAILED } from "../failed";
import { FUNCTIONS } from "../functions/table";
import type { FunctionRow } from "../functions/function-row";
import { restyle } from "../words";

/**
 * The mapping language a second time: written to be read, key by key and
 * without closures, so that tests can hold the compiled engine against it.
 * Answers the payload and the keys that have a problem.
 */
export function interpret(
  mapping: Mapping,
  record: Json,
): { payload: JsonObject; broken: Set<string> } {
  const broken = new Set<string>();
  const payload = buildObject(mapping, "", record, broken) ?? {};
  return { payload, broken };
}

const read = (record: Json, path: string) =>
  readPath(record, parsePath(path) ?? []);

/** The object at a prefix such as `properties.`: bulks first, then its own fields. */
function buildObject(
  mapping: Mapping,
  prefix: string,
  record: Json,
  broken: Set<string>,
  base: Json = null,
): JsonObject | undefined {
  const object = new Map(isJsonObject(base) ? Object.entries(base) : []);
  let isFilled = false;
  const names = new Set(
    Object.keys(mapping)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length).split(".")[0] ?? ""),
  );
  names.delete("*");
  const isLeaf = (name: string) =>
    !Object.keys(mapping).some((key) => key.startsWith(`${prefix}${name}.`));
  const bulkKeys = [prefix.slice(0, -1), `${prefix}*`];
  for (const key of bulkKeys) {
    const expression = memberOf(mapping, key);
    if (expression === undefined) continue;
    const value = evaluate(expression, record, key, broken);
    if (value === undefined || value === null) continue;
    if (!isJsonObject(value)) broken.add(key);
    else
      for (const [name, own] of Object.entries(value)) {
        if (own === undefined || (names.has(name) && isLeaf(name))) continue;
        object.set(name, own);
        isFilled = true;
      }
  }
  for (const name of names) {
    const key = prefix + name;
    const expression = memberOf(mapping, key);
    const value =
      isLeaf(name) && expression !== undefined
        ? evaluate(expression, record, key, broken)
        : buildObject(mapping, `${key}.`, record, broken, object.get(name));
    if (value === undefined) continue;
    object.set(name, value);
    isFilled = true;
  }
  return isFilled ? Object.fromEntries(object) : undefined;
}

const memberOf = (mapping: Mapping, key: string) =>
  Object.hasOwn(mapping, key) ? mapping[key] : undefined;

function evaluate(
  expression: Expression,
  record: Json,
  key: string,
  broken: Set<string>,
): Json | undefined {
  const evaluatePart = (part: Expression) =>
    evaluate(part, record, key, broken);
  const problem = (): Json | undefined => {
    broken.add(key);
    return undefined;
  };
  if ("value" in expression) return expression.value;
  if ("path" in expression) return read(record, expression.path);
  if ("template" in expression)
    return expression.template.replace(
      /\{\{\s*([^{}]*?)\s*\}\}/g,
      (_, path: string) => String(toText(read(record, path) ?? "")),
    );
  if ("first" in expression) {
    for (const part of expression.first) {
      const value = evaluatePart(part);
      if (value !== undefined && value !== null && value !== "") return value;
    }
    return undefined;
  }
  if ("when" in expression) {
    if (holds(expression.when, record)) return evaluatePart(expression.then);
    return expression.else && evaluatePart(expression.else);
  }
  if ("each" in expression) {
    const list = read(record, expression.each) ?? null;
    if (list === null)
      return read(record, expression.each) === null ? null : undefined;
    if (!Array.isArray(list)) return problem();
    return list.map((element) => {
      const inner = interpret(expression.map, element);
      if (inner.broken.size > 0) problem();
      return inner.payload;
    });
  }
  if ("pick" in expression) {
    const source = read(record, expression.pick) ?? null;
    if (source === null) return undefined;
    return isJsonObject(source) ? pick(source, expression) : problem();
  }
  return call(expression, evaluatePart, problem);
}

function pick(
  source: JsonObject,
  { only, except, rename }: Extract<Expression, { pick: string }>,
): JsonObject {
  const fields = new Map<string, Json>();
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined) continue;
    if (only !== undefined && !only.includes(name)) continue;
    if (except?.includes(name) === true) continue;
    const renamed = rename === undefined ? name : restyle(name, rename);
    if (!fields.has(renamed)) fields.set(renamed, value);
  }
  return Object.fromEntries(fields);
}

function call(
  { fn, args, options }: Extract<Expression, { fn: string }>,
  evaluatePart: (part: Expression) => Json | undefined,
  problem: () => Json | undefined,
): Json | undefined {
  const row: FunctionRow = FUNCTIONS[fn as keyof typeof FUNCTIONS];
  const [first, ...others] = args;
  const value = first && evaluatePart(first);
  if ((value === undefined || value === null) && row.answersNothing !== true)
    return value;
  const given = row.parameters.map((parameter, index) => {
    const other = others[index];
    const own =
      other === undefined
        ? (optionOf(options, parameter.name) as Json | undefined)
        : evaluatePart(other);
    const known = own ?? parameter.otherwise;
    if (known !== undefined && known !== null)
      return parameter.reader.read(known);
    return parameter.isOptional === true ? own : FAILED;
  });
  const rest = others
    .slice(row.parameters.length)
    .map((other) => row.rest?.read(evaluatePart(other) ?? null));
  const parameters = [...given, ...rest];
  const result = parameters.includes(FAILED)
    ? FAILED
    : row.bind(parameters)(value ?? null);
  if (result !== FAILED) return result;
  const onError = optionOf(options, "onError") as FunctionOptions["onError"];
  if (onError === undefined) {
    problem();
    return;
  }
  if (onError === "omit") return undefined;
  return onError === "null" ? null : onError.value;
}

const optionOf = (options: FunctionOptions | undefined, name: string) =>
  options !== undefined && Object.hasOwn(options, name)
    ? options[name]
    : undefined;

function holds(condition: Condition, record: Json): boolean {
  if ("all" in condition)
    return condition.all.every((part) => holds(part, record));
  if ("any" in condition)
    return condition.any.some((part) => holds(part, record));
  if ("not" in condition) return !holds(condition.not, record);
  const { bind } = CONDITION_OPERATORS[condition.op];
  return bind(condition.value)(read(record, condition.path));
}
