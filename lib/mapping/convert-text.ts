import type { Json } from "../shared/json";
import { FAILED, type Failed } from "./failed";

/** The JSON text of a value, or FAILED for what has none: cycles, or nesting that exhausts the stack. */
export function toJsonText(value: Json): string | Failed {
  try {
    return JSON.stringify(value);
  } catch {
    return FAILED;
  }
}

/** Text as it is; numbers and booleans as their digits and names; lists and objects as JSON. */
export function toText(value: Json): string | Failed {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null
    ? toJsonText(value)
    : String(value);
}

/** The value as a message shows it, cut to what fits. */
export function shownValue(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : toJsonText(value);
  if (text === FAILED) return "a value without end";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
