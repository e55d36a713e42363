import type { OperatorName } from "@/lib/mapping/condition";
import { fittingOperators, typesHeld } from "@/lib/mapping/fitting-operators";
import {
  LIST,
  NUMBER,
  OBJECT,
  TIME,
  type ValueType,
} from "@/lib/mapping/value-type";
import type { Json } from "@/lib/shared/json";
import type { Comparison, Row } from "./filter-tree";
import { likelyValue, type Scalar } from "./known-values";
import { valueFor } from "./read-value";

type Field = { path: string; types: ValueType; known: readonly Scalar[] };

/** The condition that a field most likely stands for: its operator by type, its value of the few that are known. */
export function newComparison({ path, types, known }: Field): Comparison {
  const likely = likelyValue(known);
  const op = likelyOperator(typesHeld(types), likely !== undefined);
  const value = op === ">=" ? (likely ?? known[0]) : likely;
  return compared(path, op, value);
}

/** A condition of which nothing is said yet. */
export const emptyComparison = (): Comparison => ({ path: "", op: "=" });

function likelyOperator(held: ValueType, isOneOfFew: boolean): OperatorName {
  if (held === TIME) return ">=";
  if (held === NUMBER) return isOneOfFew ? "=" : ">=";
  if (held === LIST) return "contains";
  if ((held & ~(OBJECT | LIST)) === 0) return "exists";
  return "=";
}

/** The row with another operator, and of its value what that takes. */
export const withOperator = (row: Row, op: OperatorName): Row => ({
  ...compared(row.path, op, row.value),
  id: row.id,
});

/** The row as it is, or, where its operator does not fit a field of these types, with one that does. */
export const withFittingOperator = (row: Row, types: ValueType): Row =>
  fittingOperators(types).includes(row.op)
    ? row
    : withOperator(row, likelyOperator(typesHeld(types), false));

export function withValue(row: Row, value: Json | undefined): Row {
  return { ...compared(row.path, row.op, value), id: row.id };
}

function compared(
  path: string,
  op: OperatorName,
  value: Json | undefined,
): Comparison {
  const kept = valueFor(op, value);
  return kept === undefined ? { path, op } : { path, op, value: kept };
}
