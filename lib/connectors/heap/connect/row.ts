import type { Json } from "../../../shared/json";

/** A row of a table of Heap Connect: a value for each column. */
export type Row = Record<string, Json>;

/** From here on a number's digits don't all fit; such numbers are text everywhere. */
const DIGITS_MAX = 1_000_000_000_000_000n;

/** A decoded Avro record as JSON: long numbers become text, so that no digit is lost. */
export function toRow(value: unknown): Row {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([column, cell]) => [column, toJson(cell)]),
  );
}

function toJson(cell: unknown): Json {
  if (cell === undefined || cell === null) return null;
  if (typeof cell === "string" || typeof cell === "boolean") return cell;
  if (typeof cell === "bigint") return fromLong(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString("utf8");
  return unwrapped(cell);
}

const fromLong = (value: bigint): Json =>
  value < DIGITS_MAX && value > -DIGITS_MAX ? Number(value) : String(value);

/** Of a union of similar types the value comes as `{type: value}`. */
function unwrapped(cell: object): Json {
  const values: unknown[] = Object.values(cell);
  return values.length === 1 ? toJson(values[0]) : null;
}
