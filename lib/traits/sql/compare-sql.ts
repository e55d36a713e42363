import { toNumber } from "../../mapping/convert-number";
import { FAILED } from "../../mapping/failed";
import type { Json } from "../../shared/json";
import type { BoundValues } from "./bound-values";

type Bind = BoundValues["bind"];
type Order = ">" | ">=" | "<" | "<=";

const orFalse = (sql: string) => `coalesce(${sql}, false)`;

/** The text of a value that is no list, object or null. */
const textSql = (value: string) =>
  `(CASE WHEN jsonb_typeof(${value}) IN ('string', 'number', 'boolean') THEN ${value} #>> '{}' END)`;

/** Whether a jsonb value is what is expected: a number or yes/no equals the text of one. */
export function equalsSql(
  bind: Bind,
  value: string,
  expected: Json | undefined,
): string {
  if (expected === null) return orFalse(`${value} = 'null'::jsonb`);
  if (typeof expected === "object" || expected === undefined) return "false";
  if (typeof expected === "boolean")
    return orFalse(
      `${value} IN (to_jsonb(${expected}), to_jsonb('${expected}'::text))`,
    );
  if (typeof expected === "number")
    return orFalse(
      `data.trait_number(${value}) = ${bindNumber(bind, expected)}`,
    );
  return orFalse(`(${equalsTextSql(bind, value, expected).join(" OR ")})`);
}

function equalsTextSql(bind: Bind, value: string, expected: string): string[] {
  const number = toNumber(expected);
  return [
    `${value} = to_jsonb(${bind(expected, "text")})`,
    ...(number === FAILED
      ? []
      : [
          `jsonb_typeof(${value}) = 'number' AND data.trait_number(${value}) = ${bindNumber(bind, number)}`,
        ]),
    ...(expected === "true" || expected === "false"
      ? [`${value} = to_jsonb(${expected})`]
      : []),
  ];
}

/** Texts are compared letter by letter, anything else as numbers. */
export function ordersSql(
  bind: Bind,
  value: string,
  { op, expected }: { op: Order; expected: Json | undefined },
): string {
  const number =
    expected === undefined || typeof expected === "object"
      ? FAILED
      : toNumber(expected);
  const asNumber =
    number === FAILED
      ? "false"
      : `data.trait_number(${value}) ${op} ${bindNumber(bind, number)}`;
  if (typeof expected !== "string") return orFalse(asNumber);
  return orFalse(
    `(CASE jsonb_typeof(${value}) WHEN 'string' THEN (${value} #>> '{}') COLLATE "C" ${op} ${bind(expected, "text")} WHEN 'number' THEN ${asNumber} END)`,
  );
}

export function containsSql(
  bind: Bind,
  value: string,
  expected: Json | undefined,
): string {
  const inList = `EXISTS (SELECT FROM jsonb_array_elements(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE '[]' END) AS item (value)
    WHERE ${equalsSql(bind, "item.value", expected)})`;
  const part = textOf(expected);
  if (part === null) return inList;
  return `(${inList} OR ${orFalse(`position(${bind(part, "text")} IN ${textSql(value)}) > 0`)})`;
}

export function beginsSql(
  bind: Bind,
  value: string,
  expected: Json | undefined,
): string {
  const part = textOf(expected);
  if (part === null) return "false";
  return orFalse(`starts_with(${textSql(value)}, ${bind(part, "text")})`);
}

export function endsSql(
  bind: Bind,
  value: string,
  expected: Json | undefined,
): string {
  const part = textOf(expected);
  if (part === null) return "false";
  const bound = bind(part, "text");
  return orFalse(`right(${textSql(value)}, char_length(${bound})) = ${bound}`);
}

export function amongSql(
  bind: Bind,
  value: string,
  expected: Json | undefined,
): string {
  const items = Array.isArray(expected) ? expected : [];
  if (items.length === 0) return "false";
  return `(${items.map((item) => equalsSql(bind, value, item)).join(" OR ")})`;
}

export const existsSql = (value: string) =>
  orFalse(`${value} <> 'null'::jsonb`);

const bindNumber = (bind: Bind, number: number) =>
  bind(String(number), "numeric");

const textOf = (value: Json | undefined) =>
  typeof value === "object" || value === undefined ? null : String(value);
