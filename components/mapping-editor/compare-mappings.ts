import type { Expression, Mapping } from "@/lib/mapping/expression";

/** One field that two mappings make in different ways; null where one of them doesn't. */
export type MappingChange = {
  path: string;
  before: Expression | null;
  after: Expression | null;
};

export function compareMappings(
  before: Mapping,
  after: Mapping,
): MappingChange[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths]
    .map((path) => ({
      path,
      before: before[path] ?? null,
      after: after[path] ?? null,
    }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
