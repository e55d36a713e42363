import { describeExpression } from "@/components/syncs/describe";
import type { Expression, Mapping } from "@/lib/mapping/expression";
import type { TargetField } from "@/lib/mapping/target-field";
import { ANY } from "@/lib/mapping/value-type";

/** A field of the destination as the editor shows it. */
export type TargetRow = TargetField & { expression: Expression | null };

/**
 * The destination's fields: what is required first, then what is mapped, then
 * what the plan lists; the rest of the spec waits to be added.
 */
export function targetRows(
  mapping: Mapping,
  spec: readonly TargetField[],
  plan: readonly TargetField[],
  added: readonly string[],
): TargetRow[] {
  const known = new Map(
    [...spec, ...plan].map((target) => [target.path, target]),
  );
  const paths = new Set([
    ...spec.filter(isShown).map(({ path }) => path),
    ...plan.filter(isRequired).map(({ path }) => path),
    ...Object.keys(mapping),
    ...plan.map(({ path }) => path),
    ...added,
  ]);
  return [...paths].map((path) => ({
    ...(known.get(path) ?? unknownTarget(path)),
    expression: Object.hasOwn(mapping, path) ? (mapping[path] ?? null) : null,
  }));
}

/** The rows whose name, description or making has these words. */
export function findTargets(
  rows: readonly TargetRow[],
  search: string,
): readonly TargetRow[] {
  const words = search.trim().toLowerCase();
  if (words === "") return rows;
  return rows.filter(({ path, description, expression }) =>
    `${path} ${description} ${expression === null ? "" : describeExpression(expression)}`
      .toLowerCase()
      .includes(words),
  );
}

/** What every mapping needs or nearly does, mapped or not. */
const isShown = ({ path, presence }: TargetField) =>
  presence !== "optional" || path === "timestamp";

const isRequired = ({ presence }: TargetField) => presence === "required";

const unknownTarget = (path: string): TargetField => ({
  ...{ path, type: ANY, presence: "optional" },
  ...{ description: "", from: "spec" },
});
