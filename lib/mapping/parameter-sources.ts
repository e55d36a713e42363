import type { Json } from "../shared/json";
import type { Expression } from "./expression";
import type { FunctionRow, Parameter } from "./functions/function-row";

/** Where a parameter's value comes from: a constant (or its default), or the record. */
export type ParameterSource = { parameter: Parameter } & (
  | { kind: "constant"; value: Json | undefined }
  | { kind: "expression"; expression: Expression }
);

/**
 * A parameter is given as a further argument or as the option of its name;
 * what is left of the arguments goes to `rest`. The value itself is not among
 * them.
 */
export function parameterSources(
  row: FunctionRow,
  { args, options }: Extract<Expression, { fn: string }>,
): ParameterSource[] {
  const given = args.slice(1);
  const named = row.parameters.map((parameter, index): ParameterSource => {
    const argument = given[index];
    if (argument !== undefined) return sourceOf(parameter, argument);
    const option =
      options !== undefined && Object.hasOwn(options, parameter.name)
        ? (options[parameter.name] as Json)
        : undefined;
    return { kind: "constant", parameter, value: option };
  });
  if (row.rest === undefined) return named;
  const rest = { name: "values", label: "Values", reader: row.rest };
  return [
    ...named,
    ...given
      .slice(row.parameters.length)
      .map((argument) => sourceOf(rest, argument)),
  ];
}

function sourceOf(parameter: Parameter, argument: Expression): ParameterSource {
  return "value" in argument
    ? { kind: "constant", parameter, value: argument.value }
    : { kind: "expression", parameter, expression: argument };
}
