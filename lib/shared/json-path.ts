import { isJsonObject, type Json } from "./json";

const SEGMENT = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

export type PathSegment = string | number;

/**
 * Splits a path such as `properties.items[0]["a b"]`. Answers null when it
 * isn't one.
 */
export function parsePath(path: string): PathSegment[] | null {
  const segments: PathSegment[] = [];
  SEGMENT.lastIndex = 0;
  while (SEGMENT.lastIndex < path.length) {
    const start = SEGMENT.lastIndex;
    const match = SEGMENT.exec(path);
    if (match === null || (start === 0 && match[0].startsWith(".")))
      return null;
    if (start > 0 && match[1] !== undefined && !match[0].startsWith("."))
      return null;
    if (match[1] !== undefined) segments.push(match[1]);
    else if (match[2] !== undefined) segments.push(Number(match[2]));
    else segments.push((match[3] ?? "").replace(/\\(.)/g, "$1"));
  }
  return segments.length === 0 ? null : segments;
}

/** The value at a path, or undefined. Own members only: `constructor` is no field. */
export function readPath(
  root: Json | undefined,
  segments: readonly PathSegment[],
): Json | undefined {
  let value = root;
  for (const segment of segments) {
    if (Array.isArray(value)) {
      value = typeof segment === "number" ? value[segment] : undefined;
    } else if (isJsonObject(value) && Object.hasOwn(value, segment)) {
      value = value[segment];
    } else {
      return undefined;
    }
  }
  return value;
}
