import { nearestName } from "../shared/nearest-name";
import type { CheckProblem } from "./check-problem";
import { shownValue } from "./convert-text";
import type { Expression, OnError } from "./expression";
import { FAILED } from "./failed";
import type { FunctionRow } from "./functions/function-row";
import { FUNCTION_NAMES, findFunction } from "./functions/table";
import type { Reader } from "./functions/reader";
import { parameterSources, type ParameterSource } from "./parameter-sources";
import * as type from "./value-type";
import type { ValueType } from "./value-type";

type FunctionExpression = Extract<Expression, { fn: string }>;
type Report = (
  severity: CheckProblem["severity"],
  message: string,
  expected: string,
  found: string,
  suggestion: string,
) => void;

/** Checks a function's name, its arguments and options, and answers what it may give. */
export function checkFunction(
  expression: FunctionExpression,
  key: string,
  check: (part: Expression) => ValueType,
  problems: CheckProblem[],
): ValueType {
  const report: Report = (severity, message, expected, found, suggestion) =>
    void problems.push({
      ...{ path: key, severity, message },
      ...{ expected, found, suggestion },
    });
  const row = findFunction(expression.fn);
  const types = expression.args.map(check);
  if (row === null) {
    reportUnknown(expression.fn, report);
    return type.ANY;
  }
  checkCount(expression, row, report);
  checkOptions(expression, row, report);
  const [value = type.ANY] = types;
  checkArgument(row.takes, value, `${row.label} takes`, report);
  const sources = parameterSources(row, expression);
  const typeOf = new Map(
    expression.args.map((part, index) => [part, types[index] ?? type.ANY]),
  );
  const parameters = sources.map((source) =>
    checkParameter(row, source, typeOf, report),
  );
  return resultType(row, [value, ...parameters], expression);
}

function reportUnknown(name: string, report: Report): void {
  const nearest = nearestName(name, FUNCTION_NAMES);
  report(
    "error",
    `uses ${name}, which is no function: there are ${FUNCTION_NAMES.join(", ")}`,
    "a function of the language",
    name,
    nearest === null ? "Choose one of the list." : `Did you mean ${nearest}?`,
  );
}

function checkCount(
  { fn, args }: FunctionExpression,
  row: FunctionRow,
  report: Report,
): void {
  const max = row.rest === undefined ? row.parameters.length + 1 : Infinity;
  if (args.length >= 1 && args.length <= max) return;
  const expected =
    max === 1
      ? "one argument"
      : max === Infinity
        ? "one argument or more"
        : `one to ${max} arguments`;
  report(
    "error",
    `${fn} takes ${expected} but has ${args.length}`,
    expected,
    String(args.length),
    args.length === 0 ? "Give it a field." : "Take arguments away.",
  );
}

function checkOptions(
  { fn, args, options }: FunctionExpression,
  row: FunctionRow,
  report: Report,
): void {
  const names = row.parameters.map(({ name }) => name);
  for (const name of Object.keys(options ?? {})) {
    const index = names.indexOf(name);
    if (name === "onError") continue;
    if (index === -1)
      report(
        "error",
        `${fn} has no option ${name}`,
        ["onError", ...names].join(", "),
        name,
        `Its options are ${["onError", ...names].join(", ")}.`,
      );
    else if (index < args.length - 1)
      report(
        "error",
        `${fn} is given ${name} twice, as an argument and as an option`,
        "one of them",
        "both",
        "Take one away.",
      );
  }
}

/** An argument that can never be read is an error; one that sometimes can't is a warning. */
function checkArgument(
  reader: Reader<unknown>,
  given: ValueType,
  who: string,
  report: Report,
): void {
  const kinds = type.asTextual(given) & ~(type.NULL | type.NOTHING);
  const refused = kinds & ~reader.accepts;
  const isKnown = (kinds & type.ANY) !== (type.ANY & ~type.NULL);
  if (refused === 0 || !isKnown) return;
  const isImpossible = (kinds & reader.accepts) === 0;
  report(
    isImpossible ? "error" : "warning",
    `${who} ${reader.expects} but it ${isImpossible ? "is" : "may be"} ${type.nameOfType(refused)}`,
    reader.expects,
    type.nameOfType(given),
    `Give it ${reader.expects}.`,
  );
}

function checkParameter(
  row: FunctionRow,
  source: ParameterSource,
  typeOf: ReadonlyMap<Expression, ValueType>,
  report: Report,
): ValueType {
  const { parameter } = source;
  const who = `${row.label} takes as ${parameter.label.toLowerCase()}`;
  if (source.kind === "expression") {
    const given = typeOf.get(source.expression) ?? type.ANY;
    checkArgument(parameter.reader, given, who, report);
    return given;
  }
  const value = source.value ?? parameter.otherwise;
  if (value === undefined || value === null) {
    if (parameter.isOptional !== true)
      report(
        "error",
        `${row.label} needs ${parameter.label.toLowerCase()} (${parameter.name})`,
        parameter.reader.expects,
        "nothing",
        `Set ${parameter.name}.`,
      );
    return type.typeOfValue(source.value);
  }
  if (parameter.reader.read(value) === FAILED)
    report(
      "error",
      `${who} ${parameter.reader.expects} but it is ${shownValue(value)}`,
      parameter.reader.expects,
      shownValue(value),
      `Set ${parameter.name} to ${parameter.reader.expects}.`,
    );
  return type.typeOfValue(value);
}

function resultType(
  row: FunctionRow,
  types: readonly ValueType[],
  { options }: FunctionExpression,
): ValueType {
  const given = types[0] ?? type.ANY;
  // Of an unknown field null is possible, but nothing that is known.
  const isKnown = (given & type.ANY) !== type.ANY;
  const passed = given & (isKnown ? type.NULL | type.NOTHING : type.NOTHING);
  return (
    row.result(types) |
    (row.answersNothing === true ? 0 : passed) |
    typeOnError(options?.onError)
  );
}

function typeOnError(onError: OnError | undefined): ValueType {
  if (onError === undefined) return 0;
  if (onError === "omit") return type.NOTHING;
  return onError === "null" ? type.NULL : type.typeOfValue(onError.value);
}
