import type { Json } from "../shared/json";
import { FAILED, type Failed } from "./failed";

const TEXTS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "y", "t", "on", "1"].map((text) => [text, true] as const),
  ...["false", "no", "n", "f", "off", "0", ""].map(
    (text) => [text, false] as const,
  ),
]);

/** A boolean, 1 or 0, or one of the words above, trimmed, in any case. Empty text is false. */
export function toBoolean(value: Json): boolean | Failed {
  if (typeof value === "boolean") return value;
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== "string") return FAILED;
  return TEXTS.get(value.trim().toLowerCase()) ?? FAILED;
}
