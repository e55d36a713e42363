import { checkCondition } from "../mapping/check-condition";
import { checkMapping } from "../mapping/check-mapping";
import type { CheckContext, CheckProblem } from "../mapping/check-problem";
import { actionsFor, streamsFor } from "./actions/fitting";
import { ACTIONS } from "./actions/registry";
import type { SyncDefinition } from "./definition";
import { adviseNames } from "./naming-advice";
import { isPlanned } from "./plan/rule-for";
import { scheduleProblem } from "./schedule";
import { specTargets } from "./segment-spec";
import { isSnapshotSync } from "./snapshot";
import { STREAMS } from "./streams/registry";

/**
 * All that is wrong with a well-formed definition or doubtful in it, at once;
 * paths are written as the definition's (`mapping.properties.plan`). Only
 * errors keep it from running.
 */
export function checkDefinition(
  definition: SyncDefinition,
  context: CheckContext = {},
): CheckProblem[] {
  const { mapping, source, destination, trigger } = definition;
  const targets = specTargets(ACTIONS[destination.action].call);
  const known = new Set(targets.map(({ path }) => path));
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
    ...checkFit(definition),
    ...checkPlan(definition),
    ...checkTrigger(trigger),
    ...checkSnapshot(definition),
  ];
}

/** Not every action takes every stream's records: of most events no Alias can be made. */
function checkFit({ source, destination }: SyncDefinition): CheckProblem[] {
  const { stream } = source;
  const { action } = destination;
  const fitting = actionsFor(stream);
  if (fitting.includes(action)) return [];
  return [
    error("destination.action", {
      message: `${action} takes no ${STREAMS[stream].many}; it takes ${streamsFor(action).join(", ")}`,
      expected: fitting.join(" or "),
      found: action,
      suggestion: `Use ${fitting.join(" or ")}, or another stream.`,
    }),
  ];
}

/** Plans hold rules for other calls only: nothing is wrong with it, and nothing is checked. */
function checkPlan({
  validation,
  destination,
}: SyncDefinition): CheckProblem[] {
  const { call, title } = ACTIONS[destination.action];
  if (!validation || isPlanned(call)) return [];
  return [
    {
      ...{ path: "validation.trackingPlan", severity: "warning" },
      message: `says nothing about ${title} calls: they are sent unchecked`,
      expected: "no plan",
      found: validation.trackingPlan,
      suggestion: "Take the plan out.",
    },
  ];
}

function checkTrigger(trigger: SyncDefinition["trigger"]): CheckProblem[] {
  const problem = trigger.kind === "schedule" ? scheduleProblem(trigger) : null;
  if (trigger.kind !== "schedule" || problem === null) return [];
  const { member, message } = problem;
  return [
    error(`trigger.${member}`, {
      message,
      expected: member === "cron" ? "0 * * * *" : "Europe/Paris",
      found: trigger[member] ?? "",
      suggestion: "Choose one of the schedules that are offered.",
    }),
  ];
}

/** Only syncs that compare know who is gone, and only an Identify can say it. */
function checkSnapshot(definition: SyncDefinition): CheckProblem[] {
  const { snapshot, destination } = definition;
  const onRemoved = snapshot?.onRemoved ?? "nothing";
  if (onRemoved === "nothing") return [];
  const isTold = ACTIONS[destination.action].call === "identify";
  if (isSnapshotSync(definition) && isTold) return [];
  return [
    error("snapshot.onRemoved", {
      message:
        "is only for users that are sent as Identify calls on a schedule or by hand",
      expected: "nothing",
      found: onRemoved,
      suggestion: "Use nothing.",
    }),
  ];
}

const error = (
  path: string,
  problem: Omit<CheckProblem, "path" | "severity">,
): CheckProblem => ({ ...problem, path, severity: "error" });
