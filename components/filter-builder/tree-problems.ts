import { checkCondition } from "@/lib/mapping/check-condition";
import { parsePath } from "@/lib/shared/json-path";
import {
  isGroup,
  partsOf,
  ROOT_ID,
  toCondition,
  type Group,
  type Part,
  type Row,
} from "./filter-tree";

/** Why a filter can't be used as it is; unfinished is what only lacks something. */
export type TreeProblem = { text: string; isUnfinished: boolean };

/** What is wrong, by the part that causes it; a filter as a whole is its outermost group. */
export function treeProblems(root: Group): Map<number, TreeProblem> {
  const problems = new Map<number, TreeProblem>();
  for (const part of partsOf(root)) {
    const problem = isGroup(part) ? emptyProblem(part) : rowProblem(part);
    if (problem !== null) problems.set(part.id, problem);
  }
  const condition = problems.size > 0 ? null : toCondition(root);
  const [whole] = condition === null ? [] : checkCondition(condition);
  if (whole !== undefined)
    problems.set(ROOT_ID, { text: whole.suggestion, isUnfinished: false });
  return problems;
}

/** An empty filter is one that takes everything; any of nothing takes none, which nobody means. */
function emptyProblem({ id, join, parts }: Group): TreeProblem | null {
  if (parts.length > 0 || (id === ROOT_ID && join !== "any")) return null;
  const text =
    id === ROOT_ID
      ? "Any of nothing takes no record: add a condition, or choose “all of”."
      : "Empty: put a condition in, or remove the group.";
  return { text, isUnfinished: true };
}

function rowProblem(row: Row): TreeProblem | null {
  if (row.path === "") return { text: "Choose a field.", isUnfinished: true };
  if (parsePath(row.path) === null)
    return {
      text: "The field should be a path such as properties.plan.",
      isUnfinished: false,
    };
  const [problem] = checkCondition(row);
  if (problem === undefined) return null;
  return { text: problem.suggestion, isUnfinished: row.value === undefined };
}

/** The tree without what has a problem: what can be asked already. */
export function withoutProblems(
  root: Group,
  problems: ReadonlyMap<number, TreeProblem>,
): Group {
  const prune = (parts: readonly Part[]): Part[] =>
    parts.flatMap((part): Part[] => {
      if (problems.has(part.id)) return [];
      if (!isGroup(part)) return [part];
      const kept = prune(part.parts);
      return kept.length === 0 ? [] : [{ ...part, parts: kept }];
    });
  return { ...root, parts: prune(root.parts) };
}
