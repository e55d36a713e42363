import type { Json, JsonObject } from "@/lib/shared/json";
import { compileReader, parsePath } from "@/lib/shared/json-path";

export type Scalar = string | number | boolean;

/** A field with no more values than this is one of kinds; beyond it they are ids, names, texts. */
const FEW = 8;
const OFFERED_MAX = 50;
/** What the catalogue puts for what it hides, and for the end of a long text. */
const NOT_WHOLE = /•••|…$/;

/**
 * The values of a field that are known, the most frequent first: those of the
 * records, then the catalogue's examples, as far as they are whole.
 */
export function knownValues(
  path: string,
  records: readonly JsonObject[],
  examples: readonly Scalar[],
): Scalar[] {
  const segments = parsePath(path);
  if (segments === null) return [];
  const counts = new Map<Scalar, number>();
  for (const value of records.map(compileReader(segments)).flatMap(scalarsIn))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const example of examples)
    if (!NOT_WHOLE.test(String(example)) && !counts.has(example))
      counts.set(example, 0);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, OFFERED_MAX)
    .map(([value]) => value);
}

/** The value that a new condition compares with: of few, the most frequent. */
export const likelyValue = (known: readonly Scalar[]): Scalar | undefined =>
  known.length <= FEW ? known[0] : undefined;

/** A list is asked for its elements. */
function scalarsIn(value: Json | undefined): Scalar[] {
  if (Array.isArray(value)) return value.flatMap(scalarsIn);
  return value === undefined || typeof value === "object" || value === ""
    ? []
    : [value];
}
