import type { Expression, FunctionOptions } from "@/lib/mapping/expression";
import { findFunction } from "@/lib/mapping/functions/table";

/** One function on a field's way, without the value that it is given. */
export type Step = {
  fn: string;
  /** Further arguments, after the value. */
  args: Expression[];
  options: FunctionOptions;
};

export const newStep = (fn: string): Step => ({ fn, args: [], options: {} });

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

/** A step as its chip names it: `lower case`. */
export const stepLabel = ({ fn }: Step): string =>
  findFunction(fn)?.label.toLowerCase() ?? fn;

/** What a chain begins with, as its chip names it; null for one field as it is, or a constant. */
export function baseLabel(base: Expression): string | null {
  if ("first" in base) return `first of ${base.first.length}`;
  if ("template" in base) return "text with fields";
  if ("when" in base) return "choice";
  if ("each" in base) return "each element";
  return "pick" in base ? "all fields" : null;
}
