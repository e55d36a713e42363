import type { Json } from "../shared/json";
import { shownValue } from "./convert-text";
import type { Expression, OnError } from "./expression";
import { FAILED, type Failed } from "./failed";
import type { FunctionRow, Parameter } from "./functions/function-row";
import { findFunction } from "./functions/table";
import { addProblem, type Evaluate } from "./outcome";
import { parameterSources, type ParameterSource } from "./parameter-sources";

type FunctionExpression = Extract<Expression, { fn: string }>;

/**
 * A function's closure. Parameters that are constants are read and bound once;
 * those that come from the record are bound for each record.
 */
export function compileFunction(
  expression: FunctionExpression,
  key: string,
  compile: (part: Expression) => Evaluate,
): Evaluate {
  const row = findFunction(expression.fn);
  const [argument] = expression.args;
  if (row === null || argument === undefined)
    throw new Error(`Unchecked mapping: ${expression.fn}`);
  const value = compile(argument);
  const fail = compileFailure(expression.options?.onError, key);
  const sources = parameterSources(row, expression);
  const constants = readConstants(sources);
  if (constants === null)
    return compileDynamic({ row, fail }, value, sources, compile);
  const run = row.bind(constants);
  const takesNothing = row.answersNothing === true;
  return (record, outcome) => {
    const own = value(record, outcome);
    if ((own === undefined || own === null) && !takesNothing) return own;
    const result = run(own ?? null);
    return result === FAILED
      ? fail(messageOf(row, own ?? null), outcome)
      : result;
  };
}

type Outcome = Parameters<Evaluate>[1];
type Fail = (message: string, outcome: Outcome) => Json | undefined;
type Finish = { row: FunctionRow; fail: Fail };

const messageOf = (row: FunctionRow, value: Json) =>
  `should be ${row.expects(value)} but it is ${shownValue(value)}`;

function compileFailure(onError: OnError | undefined, key: string): Fail {
  if (onError === undefined)
    return (message, outcome) => {
      addProblem(outcome, key, message);
      return undefined;
    };
  if (onError === "omit") return () => undefined;
  return () => (onError === "null" ? null : onError.value);
}

/** All parameters, if none of them comes from the record. */
function readConstants(sources: readonly ParameterSource[]): unknown[] | null {
  const values: unknown[] = [];
  for (const source of sources) {
    if (source.kind === "expression") return null;
    const read = readParameter(source.parameter, source.value);
    if (read === FAILED)
      throw new Error(`Unchecked mapping: ${source.parameter.name}`);
    values.push(read);
  }
  return values;
}

function compileDynamic(
  finish: Finish,
  value: Evaluate,
  sources: readonly ParameterSource[],
  compile: (part: Expression) => Evaluate,
): Evaluate {
  const readers = sources.map((source) =>
    source.kind === "expression"
      ? { parameter: source.parameter, evaluate: compile(source.expression) }
      : { parameter: source.parameter, evaluate: () => source.value },
  );
  const takesNothing = finish.row.answersNothing === true;
  return (record, outcome) => {
    const own = value(record, outcome);
    if ((own === undefined || own === null) && !takesNothing) return own;
    const parameters: unknown[] = [];
    for (const { parameter, evaluate } of readers) {
      const given = evaluate(record, outcome);
      const read = readParameter(parameter, given);
      if (read === FAILED) {
        const message = `needs ${parameter.reader.expects} as ${parameter.label.toLowerCase()} but it is ${shownValue(given)}`;
        return finish.fail(message, outcome);
      }
      parameters.push(read);
    }
    const result = finish.row.bind(parameters)(own ?? null);
    return result === FAILED
      ? finish.fail(messageOf(finish.row, own ?? null), outcome)
      : result;
  };
}

function readParameter(parameter: Parameter, given: Json | undefined): unknown {
  const value = given ?? parameter.otherwise;
  if (value === undefined || value === null)
    return parameter.isOptional === true ? given : (FAILED satisfies Failed);
  return parameter.reader.read(value);
}
