import type { Json } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import type { WarehouseColumn, WarehouseRow } from "./reader";

/** With more digits a number loses some. */
const DIGITS_MAX = 15;

/** A number that came as text: a number where all its digits fit, else the text. */
export function numberCell(text: string): Json {
  const digits = text.replace(/^-/, "").replace(".", "").replace(/^0+/, "");
  if (!/^\d*$/.test(digits)) return floatCell(text);
  return digits.length <= DIGITS_MAX ? Number(text) : text;
}

/** A floating-point number that came as text; those that JSON lacks are nothing. */
export function floatCell(text: string): Json {
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** A time in UTC, with or without saying so; all digits of its seconds are kept. */
export function timeCell(text: string): Json {
  const [, day, time] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)\s*(?:Z|UTC|[+-]00(?::?00)?)?$/.exec(
      text,
    ) ?? [];
  return day === undefined ? text : `${day}T${time}Z`;
}

/** What is no JSON after all stays the text that it is. */
export function jsonCell(text: string): Json {
  try {
    return parseLossless(text);
  } catch {
    return text;
  }
}

export type ToCell = (value: string) => Json;

/**
 * Makes rows of a table's cells, in the order of its columns. Of columns that
 * differ in case only the first one counts.
 */
export function rowMaker(
  columns: readonly WarehouseColumn[],
  toCell: (column: WarehouseColumn) => ToCell,
): (cells: readonly (string | null | undefined)[]) => WarehouseRow {
  const seen = new Set<string>();
  const makers = columns.flatMap((column, index) => {
    const name = column.name.toLowerCase();
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ name, index, make: toCell(column) }];
  });
  return (cells) =>
    Object.fromEntries(
      makers.map(({ name, index, make }) => {
        const cell = cells[index] ?? null;
        return [name, cell === null ? null : make(cell)];
      }),
    );
}
