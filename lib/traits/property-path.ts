import { parsePath } from "../shared/json-path";

const ROOT = "properties";
const DEPTH_MAX = 16;
/** PostgreSQL takes such a name for an index where there is a list. */
const LIKE_INDEX = /^[+-]?\d+$/;

/**
 * The way from an event's properties to a field below them, or null when the
 * path leads elsewhere: of past events their properties are kept.
 */
export function propertyKeys(path: string): string[] | null {
  const segments = parsePath(path);
  if (segments === null) return null;
  const [root, ...below] = segments;
  if (root !== ROOT || below.length === 0 || below.length > DEPTH_MAX)
    return null;
  const isClear = below.every(
    (segment) =>
      typeof segment === "number" ||
      (!LIKE_INDEX.test(segment) && !segment.includes("\0")),
  );
  return isClear ? below.map(String) : null;
}
