import { z } from "zod";
import type { Json } from "../../shared/json";
import { floatCell, jsonCell, numberCell } from "./cells";
import type { WarehouseRow } from "./reader";

export type Field = {
  name: string;
  type: string;
  mode?: string | undefined;
  fields?: Field[] | undefined;
};

const Field: z.ZodType<Field> = z.object({
  name: z.string(),
  type: z.string(),
  mode: z.string().optional(),
  fields: z.array(z.lazy(() => Field)).optional(),
});
export const Schema = z.object({ fields: z.array(Field) });

/** BigQuery's own form of a row: a list of values, each in an object of its own. */
const Cell = z.object({ v: z.unknown() });
export const RawRow = z.object({ f: z.array(Cell) });
export type RawRow = z.infer<typeof RawRow>;

/** A row with the digits that BigQuery wrote; of columns that differ in case only the first one counts. */
export function toRow(fields: readonly Field[], { f }: RawRow): WarehouseRow {
  const row = new Map<string, Json>();
  fields.forEach((field, index) => {
    const name = field.name.toLowerCase();
    if (!row.has(name)) row.set(name, toCell(field, f[index]?.v));
  });
  // As own members: a column may be named as what every object has.
  return Object.fromEntries(row);
}

function toCell(field: Field, value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (field.mode === "REPEATED")
    return z
      .array(Cell)
      .parse(value)
      .map(({ v }) => toCell({ ...field, mode: undefined }, v));
  if (field.fields !== undefined)
    return toRow(field.fields, RawRow.parse(value));
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return SCALARS[field.type]?.(text) ?? text;
}

const SCALARS: Record<string, ((text: string) => Json) | undefined> = {
  ...{ INTEGER: numberCell, INT64: numberCell },
  ...{ NUMERIC: numberCell, BIGNUMERIC: numberCell },
  ...{ FLOAT: floatCell, FLOAT64: floatCell },
  ...{ BOOLEAN: isTrue, BOOL: isTrue },
  JSON: jsonCell,
  TIMESTAMP: fromMicroseconds,
  DATETIME: (text) => `${text}Z`,
};

function isTrue(text: string): boolean {
  return text === "true";
}

function fromMicroseconds(text: string): Json {
  const micros = BigInt(text);
  const ms = micros / 1_000n - (micros % 1_000n < 0n ? 1n : 0n);
  const rest = String(micros - ms * 1_000n).padStart(3, "0");
  const iso = new Date(Number(ms)).toISOString();
  return `${iso.slice(0, -1)}${rest === "000" ? "" : rest}Z`;
}
