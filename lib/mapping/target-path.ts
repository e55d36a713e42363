import { parsePath } from "../shared/json-path";

const BULK = /(?:^|\.)\*$/;

/** Where a mapping's key writes: the names on the way, and whether it takes many fields there. */
export type TargetPath = { names: string[]; isBulk: boolean };

/** Parses `properties.plan`, `properties.*` or `*`. Null for anything else: lists have no fields to write. */
export function parseTarget(key: string): TargetPath | null {
  const isBulk = BULK.test(key);
  const path = isBulk ? key.replace(BULK, "") : key;
  if (path === "") return isBulk ? { names: [], isBulk } : null;
  const segments = parsePath(path);
  if (segments === null || segments.length === 0) return null;
  const names: string[] = [];
  for (const segment of segments) {
    if (typeof segment === "number") return null;
    names.push(segment);
  }
  return { names, isBulk };
}

/** The targets of a mapping's keys; those that are none are left out. */
export const parseTargets = (keys: Iterable<string>): TargetPath[] =>
  [...keys].map(parseTarget).filter((target) => target !== null);

/** Whether one of a mapping's targets may give a field: its own, one around it, or a bulk. */
export function mayGive(targets: readonly TargetPath[], path: string): boolean {
  const names = parseTarget(path)?.names ?? [];
  return targets.some((target) =>
    target.names.every((name, at) => name === names[at]),
  );
}
