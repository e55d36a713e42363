import { cx } from "class-variance-authority";
import type { TreeProblem } from "./tree-problems";

/** What is wrong with a part, or still missing, below it. */
export function PartProblem({
  id,
  problem,
}: {
  id: string;
  problem: TreeProblem | undefined;
}) {
  if (problem === undefined) return null;
  const { text, isUnfinished } = problem;
  return (
    <p
      id={id}
      className={cx(
        "px-2 pt-1 text-xs md:pl-8",
        isUnfinished ? "text-warn" : "text-bad",
      )}
    >
      <span aria-hidden>{isUnfinished ? "○ " : "✕ "}</span>
      {text}
    </p>
  );
}
