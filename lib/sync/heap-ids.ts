import { z } from "zod";
import type { JsonObject } from "../shared/json";

/** Databases and Segment's destinations can't hold NUL in names and ids. */
const NUL = String.fromCharCode(0);

const withoutNul = z
  .string({ error: "should be text" })
  .refine((text) => !text.includes(NUL), {
    message: "should not contain the character NUL",
  });
export const NameText = withoutNul.min(1, "should not be empty");

/** Ids are text; a number is taken as its digits. */
const anyId = z.union([z.string(), z.number().transform(String)], {
  error: "should be text",
});
export const IdText = anyId.pipe(NameText);
/** Empty is none: what a webhook's form has no value for. */
export const OptionalId = anyId.pipe(withoutNul).nullish();

/** The record with these ids as text, and without those that are empty. */
export function withTextIds(
  value: JsonObject,
  fields: readonly string[],
): JsonObject {
  let record = value;
  for (const field of fields) {
    const id = record[field];
    if (typeof id === "number") record = { ...record, [field]: String(id) };
    else if (id === "") record = { ...record, [field]: undefined };
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
