import { z } from "zod";
import type { JsonObject } from "../shared/json";

/** Databases and Segment's destinations can't hold NUL in names and ids. */
const NUL = String.fromCharCode(0);

export const NameText = z
  .string({ error: "should be text" })
  .min(1, "should not be empty")
  .refine((text) => !text.includes(NUL), {
    message: "should not contain the character NUL",
  });

/** Ids are text; a number is taken as its digits. */
export const IdText = z
  .union([z.string(), z.number().transform(String)], {
    error: "should be text",
  })
  .pipe(NameText);

/** The record with these ids as text. */
export function withTextIds(
  value: JsonObject,
  fields: readonly string[],
): JsonObject {
  let record = value;
  for (const field of fields) {
    if (typeof record[field] === "number")
      record = { ...record, [field]: String(record[field]) };
  }
  return record;
}

/** The first of some ids that says something, as text: as people would look for it. */
export function firstId(...ids: unknown[]): string | null {
  for (const id of ids) {
    const text = typeof id === "number" ? String(id) : id;
    if (typeof text === "string" && text !== "") return text;
  }
  return null;
}

export const isPresent = (value: string | null | undefined): value is string =>
  value !== undefined && value !== null && value !== "";
