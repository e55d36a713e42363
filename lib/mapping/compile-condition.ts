import { compileReader, parsePath } from "../shared/json-path";
import type { Json } from "../shared/json";
import type { Condition } from "./condition";
import { CONDITION_OPERATORS } from "./condition-operators";

/** Turns a condition into a predicate over records. */
export function compileCondition(
  condition: Condition,
): (record: Json) => boolean {
  if ("all" in condition) {
    const parts = condition.all.map(compileCondition);
    return (record) => parts.every((part) => part(record));
  }
  if ("any" in condition) {
    const parts = condition.any.map(compileCondition);
    return (record) => parts.some((part) => part(record));
  }
  if ("not" in condition) {
    const part = compileCondition(condition.not);
    return (record) => !part(record);
  }
  const read = compileReader(parsePath(condition.path) ?? []);
  const test = CONDITION_OPERATORS[condition.op].bind(condition.value);
  return (record) => test(read(record));
}
