import type { PlanPolicy } from "../../sync/plan/violation";
import type { SyncDefinition } from "../../sync/definition";
import { compilePlan } from "./compile-plan";
import { lookUpPlan, rulesOf } from "./plan-row";

const KEPT_MAX = 32;

/** What judges a sync's calls, and which revision of its plan that is. */
export type JudgingPlan = { policy: PlanPolicy; revision: number };

/** Plans that were compiled in this process: a revision never changes. */
const compiled = new Map<string, Promise<PlanPolicy["judge"]>>();

/**
 * The plan of a definition, ready to judge; null without one. `revision` asks
 * for what judged at another time, else it is the newest. Throws when the
 * plan is gone: calls that nobody judged must not be sent.
 */
export async function planPolicy(
  workspaceId: string,
  { validation }: SyncDefinition,
  revision: number | null = null,
): Promise<JudgingPlan | null> {
  if (!validation) return null;
  const plan = await lookUpPlan(workspaceId, validation.trackingPlan);
  // What judged in the past may be gone, and then the past is shown without it.
  if (plan === null && revision !== null) return null;
  if (plan === null)
    throw new Error(`The tracking plan ${validation.trackingPlan} is gone`);
  const number = revision ?? plan.revision;
  const judge = await compiledOnce(plan.id, number);
  const { onViolation } = validation;
  return { policy: { onViolation, judge }, revision: number };
}

function compiledOnce(
  planId: string,
  revision: number,
): Promise<PlanPolicy["judge"]> {
  const name = `${planId} ${revision}`;
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = rulesOf(planId, revision).then(compilePlan);
  made.catch(() => compiled.delete(name));
  const [oldest] = compiled.keys();
  if (compiled.size >= KEPT_MAX && oldest !== undefined)
    compiled.delete(oldest);
  compiled.set(name, made);
  return made;
}
