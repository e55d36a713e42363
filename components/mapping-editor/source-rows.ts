import { parsePath, readPath, type PathSegment } from "@/lib/shared/json-path";
import { isJsonObject, type Json, type JsonObject } from "@/lib/shared/json";
import { nameOfType, type ValueType } from "@/lib/mapping/value-type";

/** A field of the source as the tree shows it. */
export type SourceRow = {
  path: string;
  name: string;
  depth: number;
  types: ValueType;
  typeName: string;
  /** Of the record that is looked at, else one that was seen. */
  example: string;
  filledPercent: number;
  /** Fields below it that are folded away; null for a field without any. */
  folded: boolean | null;
  childCount: number;
};

type CatalogueField = {
  path: string;
  types: ValueType;
  filledPercent: number;
  examples: readonly (string | number | boolean)[];
};

/** A row, and what finds it: worked out once for all searches. */
type Entry = { row: SourceRow; parent: string | null; searched: string };

/**
 * The source's fields as a tree, in the order of the record, each with what
 * the record has there.
 */
export function sourceTree(
  fields: readonly CatalogueField[],
  record: JsonObject | null,
): Entry[] {
  const known = fields.filter(({ path }) => !path.includes("[]"));
  const childCounts = countChildren(known);
  const placesIn = rememberPlaces();
  return known
    .map((field) => toEntry(field, record, childCounts))
    .toSorted((a, b) =>
      compareSegments(a.segments, b.segments, record, placesIn),
    )
    .map(({ entry }) => entry);
}

/**
 * Those that a search finds, or that are not folded away. Only the outermost
 * groups are unfolded until somebody says otherwise: `turned` are the groups
 * that were.
 */
export function shownRows(
  tree: readonly Entry[],
  turned: ReadonlySet<string>,
  search: string,
): SourceRow[] {
  const isFolded = (path: string) =>
    turned.has(path) !== (parentOf(path) !== null);
  const words = search.trim().toLowerCase();
  const isShown = ({ parent, searched }: Entry) =>
    words === "" ? !isInside(parent, isFolded) : searched.includes(words);
  return tree
    .filter(isShown)
    .map(({ row }) =>
      row.childCount === 0 ? row : { ...row, folded: isFolded(row.path) },
    );
}

function toEntry(
  field: CatalogueField,
  record: JsonObject | null,
  childCounts: ReadonlyMap<string, number>,
): { entry: Entry; segments: readonly PathSegment[] } {
  const { path, types } = field;
  const segments = parsePath(path) ?? [];
  const own = record === null ? undefined : readPath(record, segments);
  const example = shown(own ?? field.examples[0]);
  const row: SourceRow = {
    ...{ path, types, example, folded: null },
    childCount: childCounts.get(path) ?? 0,
    name: String(segments.at(-1) ?? path),
    depth: Math.max(0, segments.length - 1),
    typeName: nameOfType(types),
    filledPercent: field.filledPercent,
  };
  const searched = `${path} ${example}`.toLowerCase();
  return { entry: { row, parent: parentOf(path), searched }, segments };
}

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? "" : String(value);
}

function countChildren(
  fields: readonly CatalogueField[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of fields) {
    const parent = parentOf(path);
    if (parent !== null) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return counts;
}

/** The path that a field hangs on. */
function parentOf(path: string): string | null {
  const cut = /^(.*?)(?:\.[^.[\]]+|\["(?:[^"\\]|\\.)*"\])$/.exec(path);
  return cut?.[1] === undefined || cut[1] === "" ? null : cut[1];
}

function isInside(
  parent: string | null,
  isFolded: (path: string) => boolean,
): boolean {
  for (let at = parent; at !== null; at = parentOf(at))
    if (isFolded(at)) return true;
  return false;
}

/** Who and when first, wherever the record has them. */
const FIRST = ["event", "identity", "user_id", "time"];

/** By the record's own order, level by level; what it doesn't have comes last, by name. */
function compareSegments(
  left: readonly PathSegment[],
  right: readonly PathSegment[],
  record: JsonObject | null,
  placesIn: PlacesIn,
): number {
  let value: Json | undefined = record ?? undefined;
  for (let level = 0; level < Math.min(left.length, right.length); level += 1) {
    const [one, other] = [String(left[level]), String(right[level])];
    if (one !== other) {
      const places = placesIn(value);
      return (
        placeOf(one, places, level) - placeOf(other, places, level) ||
        one.localeCompare(other)
      );
    }
    value = isJsonObject(value) ? value[one] : undefined;
  }
  return left.length - right.length;
}

function placeOf(name: string, places: Places, level: number): number {
  const first = level === 0 ? FIRST.indexOf(name) : -1;
  if (first !== -1) return first - FIRST.length;
  return places.get(name) ?? Number.MAX_SAFE_INTEGER;
}

type Places = ReadonlyMap<string, number>;
type PlacesIn = (value: Json | undefined) => Places;

/** Where each name stands in an object: worked out once an object, not once a pair that is compared. */
function rememberPlaces(): PlacesIn {
  const known = new Map<Json | undefined, Places>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const names = isJsonObject(value) ? Object.keys(value) : [];
    const places = new Map(names.map((name, at) => [name, at]));
    known.set(value, places);
    return places;
  };
}
