import { compileCondition } from "@/lib/mapping/compile-condition";
import type { JsonObject } from "@/lib/shared/json";
import { partsOf, toCondition, type Group, type Part } from "./filter-tree";
import { treeProblems, withoutProblems } from "./tree-problems";

export type Matches = {
  /** Records that the filter takes, and those that it leaves out. */
  taken: JsonObject[];
  left: JsonObject[];
  /** Of how many records each condition and group holds; what is unfinished has none. */
  counts: ReadonlyMap<number, number>;
  /** Parts with a problem, which are not asked. */
  leftOut: number;
};

/** Asks the finished part of a filter about each record. */
export function countMatches(
  root: Group,
  records: readonly JsonObject[],
): Matches {
  const problems = treeProblems(root);
  const asked = withoutProblems(root, problems);
  const holds = predicateOf(asked);
  const counts = new Map(
    partsOf(asked).map((part) => [
      part.id,
      records.filter(predicateOf(part)).length,
    ]),
  );
  return {
    taken: records.filter(holds),
    left: records.filter((record) => !holds(record)),
    counts,
    leftOut: problems.size,
  };
}

function predicateOf(part: Part): (record: JsonObject) => boolean {
  const group: Group =
    "join" in part ? part : { id: part.id, join: "all", parts: [part] };
  const condition = toCondition(group);
  return condition === null ? () => true : compileCondition(condition);
}
