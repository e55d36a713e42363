import { internName } from "./intern-name";
import { isJsonObject, type Json } from "./json";
import { memberReader } from "./member-access";

const SEGMENT = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

const PLAIN_NAME = /^[^.[\]"\\]+$/;

/** The record or the element itself. */
export const WHOLE = ".";

export type PathSegment = string | number;

/**
 * Splits a path such as `properties.items[0]["a b"]`; `.` is the whole record,
 * a path without segments. Answers null when it isn't one.
 */
export function parsePath(path: string): PathSegment[] | null {
  if (path === WHOLE) return [];
  const segments: PathSegment[] = [];
  SEGMENT.lastIndex = 0;
  while (SEGMENT.lastIndex < path.length) {
    const start = SEGMENT.lastIndex;
    const match = SEGMENT.exec(path);
    if (match === null || (start === 0 && match[0].startsWith(".")))
      return null;
    if (start > 0 && match[1] !== undefined && !match[0].startsWith("."))
      return null;
    if (match[1] !== undefined) segments.push(internName(match[1]));
    else if (match[2] !== undefined) segments.push(Number(match[2]));
    else segments.push(internName((match[3] ?? "").replace(/\\(.)/g, "$1")));
  }
  return segments.length === 0 ? null : segments;
}

/** The path of segments, the inverse of parsePath. */
export function formatPath(segments: readonly PathSegment[]): string {
  if (segments.length === 0) return WHOLE;
  return segments
    .map((segment, index) => {
      if (typeof segment === "number") return `[${segment}]`;
      if (!PLAIN_NAME.test(segment))
        return `["${segment.replace(/["\\]/g, "\\$&")}"]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join("");
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

type Reader = (root: Json | undefined) => Json | undefined;

/** The same as readPath for one path, made once and then read many times. */
export function compileReader(segments: readonly PathSegment[]): Reader {
  const [first, second, third] = segments;
  if (first === undefined) return (root) => root;
  const readFirst = compileMember(first);
  if (second === undefined) return readFirst;
  const readSecond = compileMember(second);
  if (third === undefined) return (root) => readSecond(readFirst(root));
  const readRest = compileReader(segments.slice(2));
  return (root) => readRest(readSecond(readFirst(root)));
}

function compileMember(segment: PathSegment): Reader {
  if (typeof segment === "number") return (value) => readIndex(value, segment);
  // Only names that every object inherits need to be asked for; the rest is faster without.
  if (segment in Object.prototype)
    return (value) =>
      isJsonObject(value) && Object.hasOwn(value, segment)
        ? value[segment]
        : undefined;
  return memberReader(segment);
}

function readIndex(value: Json | undefined, index: number): Json | undefined {
  if (Array.isArray(value)) return value[index];
  // An object may have a member whose name is digits.
  return isJsonObject(value) && Object.hasOwn(value, index)
    ? value[index]
    : undefined;
}
