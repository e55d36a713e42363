import type { Expression, FunctionOptions } from "@/lib/mapping/expression";
import { findFunction } from "@/lib/mapping/functions/table";

/** One function on a field's way, without the value that it is given. */
export type Step = {
  fn: string;
  /** Further arguments, after the value. */
  args: Expression[];
  options: FunctionOptions;
};

/** An expression as people see it: what it begins with, and the functions after that. */
export type Chain = { base: Expression; steps: Step[] };

export function toChain(expression: Expression): Chain {
  if (!("fn" in expression)) return { base: expression, steps: [] };
  const [value, ...args] = expression.args;
  const inner = toChain(value ?? { value: null });
  const step = { fn: expression.fn, args, options: expression.options ?? {} };
  return { base: inner.base, steps: [...inner.steps, step] };
}

/** The expression again; options that are none are left out. */
export function toExpression({ base, steps }: Chain): Expression {
  return steps.reduce<Expression>(
    (value, { fn, args, options }) => ({
      ...{ fn, args: [value, ...args] },
      ...(Object.keys(options).length === 0 ? {} : { options }),
    }),
    base,
  );
}

/** What stands on the line between two fields: null for a field that goes over as it is. */
export function chipLabel(expression: Expression): string | null {
  const { base, steps } = toChain(expression);
  const labels = [
    baseLabel(base),
    ...steps.map(({ fn }) => findFunction(fn)?.label.toLowerCase() ?? fn),
  ].filter((label) => label !== null);
  return labels.length === 0 ? null : labels.join(" · ");
}

function baseLabel(base: Expression): string | null {
  if ("first" in base) return `first of ${base.first.length}`;
  if ("template" in base) return "text with fields";
  if ("when" in base) return "choice";
  if ("each" in base) return "each element";
  return "pick" in base ? "all fields" : null;
}
