import { isJsonObject, type Json } from "../../shared/json";
import { storableText } from "../storable-text";

/** NUL, and half characters, which JSON writes as escapes. */
const MAYBE_UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** JSON that PostgreSQL's jsonb takes: its text can hold neither NUL nor half a character. */
export function storableJson(value: Json): string {
  const text = JSON.stringify(value);
  return MAYBE_UNSTORABLE.test(text) ? JSON.stringify(mended(value)) : text;
}

function mended(value: Json | undefined): Json | undefined {
  if (typeof value === "string") return storableText(value).toWellFormed();
  if (Array.isArray(value)) return value.map((item) => mended(item) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [
      storableText(name).toWellFormed(),
      mended(own),
    ]),
  );
}
