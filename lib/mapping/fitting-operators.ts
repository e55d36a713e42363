import { OPERATOR_NAMES, type OperatorName } from "./condition";
import { CONDITION_OPERATORS, type OperatorRow } from "./condition-operators";
import { ANY, NOTHING, NULL, TIME, type ValueType } from "./value-type";

/** What a field holds when it holds something; a field of which nothing is known may hold anything. */
export const typesHeld = (types: ValueType): ValueType =>
  types & ~(NULL | NOTHING) || ANY;

/** The operators that make sense for a field of these types, in the table's order. */
export function fittingOperators(types: ValueType): OperatorName[] {
  const held = typesHeld(types);
  return OPERATOR_NAMES.filter(
    (name) => (CONDITION_OPERATORS[name].fits & held) !== 0,
  );
}

/** What an operator is called for a field of these types: times are after and before, not above and below. */
export function operatorLabel(op: OperatorName, types: ValueType): string {
  const row: OperatorRow = CONDITION_OPERATORS[op];
  return typesHeld(types) === TIME ? (row.timeLabel ?? row.label) : row.label;
}
