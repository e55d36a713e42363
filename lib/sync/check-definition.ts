import { checkCondition } from "../mapping/check-condition";
import { checkMapping } from "../mapping/check-mapping";
import type { CheckContext, CheckProblem } from "../mapping/check-problem";
import type { SyncDefinition } from "./definition";
import { adviseNames } from "./naming-advice";
import { specTargets } from "./segment-spec";

/**
 * All that is wrong with a well-formed definition or doubtful in it, at once;
 * paths are written as the definition's (`mapping.properties.plan`). Only
 * errors keep it from running.
 */
export function checkDefinition(
  definition: SyncDefinition,
  context: CheckContext = {},
): CheckProblem[] {
  const targets = specTargets("track");
  const known = new Set(targets.map(({ path }) => path));
  const { mapping, source, trigger } = definition;
  return [
    ...(source.where ? checkCondition(source.where) : []).map((problem) =>
      error("source.where", problem),
    ),
    ...[
      ...checkMapping(mapping, {
        ...context,
        targets: [...targets, ...(context.targets ?? [])],
      }),
      ...adviseNames(mapping, known),
    ].map((problem) => ({ ...problem, path: `mapping.${problem.path}` })),
    ...(trigger.kind === "schedule" ? [SCHEDULE] : []),
  ];
}

const error = (
  path: string,
  problem: Omit<CheckProblem, "path" | "severity">,
): CheckProblem => ({ ...problem, path, severity: "error" });

const SCHEDULE = error("trigger.kind", {
  message: "schedule is not run by this release; use stream or manual",
  expected: "stream or manual",
  found: "schedule",
  suggestion: "Use stream.",
});
