import type { Condition } from "../../mapping/condition";
import { propertyKeys } from "../property-path";
import type { BoundValues } from "./bound-values";
import {
  amongSql,
  beginsSql,
  containsSql,
  endsSql,
  equalsSql,
  existsSql,
  ordersSql,
} from "./compare-sql";

/**
 * A condition over an event's properties `e.properties`, as SQL that is true or
 * false and never null. It says what lib/mapping/compile-condition.ts says.
 */
export function conditionSql(
  { bind }: BoundValues,
  condition: Condition,
): string {
  const sqlOf = (part: Condition): string => {
    if ("all" in part) return joined(part.all.map(sqlOf), "AND", "true");
    if ("any" in part) return joined(part.any.map(sqlOf), "OR", "false");
    if ("not" in part) return `NOT ${sqlOf(part.not)}`;
    return comparisonSql(bind, part);
  };
  return sqlOf(condition);
}

const joined = (parts: readonly string[], by: string, otherwise: string) =>
  parts.length === 0 ? otherwise : `(${parts.join(` ${by} `)})`;

/** The value below an event's properties, as jsonb; null where there is none. */
export function propertySql(bind: BoundValues["bind"], path: string): string {
  const keys = propertyKeys(path);
  if (keys === null)
    throw new TypeError(`${path} is not below an event's properties`);
  return `(e.properties #> ${bind(keys, "text[]")})`;
}

function comparisonSql(
  bind: BoundValues["bind"],
  { path, op, value: expected }: Extract<Condition, { path: string }>,
): string {
  const value = propertySql(bind, path);
  switch (op) {
    case "=":
      return equalsSql(bind, value, expected);
    case "!=":
      return `NOT ${equalsSql(bind, value, expected)}`;
    case ">":
    case ">=":
    case "<":
    case "<=":
      return ordersSql(bind, value, { op, expected });
    case "contains":
      return containsSql(bind, value, expected);
    case "startsWith":
      return beginsSql(bind, value, expected);
    case "endsWith":
      return endsSql(bind, value, expected);
    case "in":
      return amongSql(bind, value, expected);
    case "notIn":
      return `NOT ${amongSql(bind, value, expected)}`;
    case "exists":
      return existsSql(value);
    case "missing":
      return `NOT ${existsSql(value)}`;
    case "matches":
      throw new TypeError("Patterns can't be asked of past events");
  }
}
