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

/**
 * The source's fields as a tree, in the order of the record, or those that a
 * search finds. Only the outermost groups are unfolded until somebody says
 * otherwise: `turned` are the groups that were.
 */
export function sourceRows(
  fields: readonly CatalogueField[],
  record: JsonObject | null,
  turned: ReadonlySet<string>,
  search: string,
): SourceRow[] {
  const isFolded = (path: string) =>
    turned.has(path) !== (parentOf(path) !== null);
  const known = fields.filter(({ path }) => !path.includes("[]"));
  const words = search.trim().toLowerCase();
  const parents = countChildren(known);
  return known
    .map((field) => toRow(field, record, isFolded, parents))
    .filter(({ row: { path, example } }) =>
      words === ""
        ? !isInside(path, isFolded)
        : `${path} ${example}`.toLowerCase().includes(words),
    )
    .toSorted((a, b) => compareRows(a.segments, b.segments, record))
    .map(({ row }) => row);
}

function toRow(
  field: CatalogueField,
  record: JsonObject | null,
  isFolded: (path: string) => boolean,
  parents: ReadonlyMap<string, number>,
): { row: SourceRow; segments: readonly PathSegment[] } {
  const segments = parsePath(field.path) ?? [];
  const own = record === null ? undefined : readPath(record, segments);
  const childCount = parents.get(field.path) ?? 0;
  const row: SourceRow = {
    ...{ path: field.path, types: field.types, childCount },
    name: String(segments.at(-1) ?? field.path),
    depth: Math.max(0, segments.length - 1),
    typeName: nameOfType(field.types),
    example: shown(own ?? field.examples[0]),
    filledPercent: field.filledPercent,
    folded: childCount === 0 ? null : isFolded(field.path),
  };
  return { row, segments };
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

function isInside(path: string, isFolded: (path: string) => boolean): boolean {
  for (let at = parentOf(path); at !== null; at = parentOf(at))
    if (isFolded(at)) return true;
  return false;
}

/** Who and when first, wherever the record has them. */
const FIRST = ["event", "identity", "user_id", "time"];

/** By the record's own order, level by level; what it doesn't have comes last, by name. */
function compareRows(
  left: readonly PathSegment[],
  right: readonly PathSegment[],
  record: JsonObject | null,
): number {
  let value: Json | undefined = record ?? undefined;
  for (let level = 0; level < Math.min(left.length, right.length); level += 1) {
    const [one, other] = [String(left[level]), String(right[level])];
    if (one !== other)
      return (
        placeOf(one, value, level) - placeOf(other, value, level) ||
        one.localeCompare(other)
      );
    value = isJsonObject(value) ? value[one] : undefined;
  }
  return left.length - right.length;
}

function placeOf(name: string, value: Json | undefined, level: number): number {
  const first = level === 0 ? FIRST.indexOf(name) : -1;
  if (first !== -1) return first - FIRST.length;
  const at = isJsonObject(value) ? Object.keys(value).indexOf(name) : -1;
  return at === -1 ? Number.MAX_SAFE_INTEGER : at;
}
