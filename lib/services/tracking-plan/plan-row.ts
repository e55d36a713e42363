import { sha256Hex } from "../../crypto";
import { database } from "../../db";
import { notFound } from "../../errors";
import type { TrackingPlan } from "../../generated/prisma/client";
import { canonicalJson } from "../../shared/canonical-json";
import type { Json } from "../../shared/json";
import { planNamed } from "../../sync/plan/plan-named";
import { PlanRulesSchema, type PlanRule } from "../../sync/plan/rule";
import { findPlanUsers, usersOfPlan } from "./plan-users";
import { TrackingPlanDto, type PlanUserDto } from "./schemas";

/** The plan of this workspace with this id, else Segment's id, else name; null when there is none. */
export async function lookUpPlan(
  workspaceId: string,
  idOrName: string,
): Promise<TrackingPlan | null> {
  const found = await database().prisma.trackingPlan.findMany({
    where: {
      workspaceId,
      OR: [{ id: idOrName }, { vendorId: idOrName }, { name: idOrName }],
    },
  });
  return planNamed(found, idOrName);
}

export async function findPlan(
  workspaceId: string,
  id: string,
): Promise<TrackingPlan> {
  const plan = await lookUpPlan(workspaceId, id);
  if (plan === null) throw notFound("tracking plan");
  return plan;
}

export function toPlanDto(
  row: TrackingPlan,
  syncs: readonly PlanUserDto[],
): TrackingPlanDto {
  return TrackingPlanDto.parse({
    ...{ ...row, syncs },
    refreshedAt: row.refreshedAt.toISOString(),
  });
}

/** The plan as the API answers it, with who is held to it. Throws when there is none such. */
export async function showPlan(
  workspaceId: string,
  id: string,
): Promise<TrackingPlanDto> {
  const row = await findPlan(workspaceId, id);
  return toPlanDto(row, usersOfPlan(row, await findPlanUsers(workspaceId)));
}

/** The rules of one revision. */
export async function rulesOf(
  planId: string,
  number: number,
): Promise<PlanRule[]> {
  const row = await database().prisma.trackingPlanRevision.findUniqueOrThrow({
    where: { planId_number: { planId, number } },
  });
  return PlanRulesSchema.parse(row.rules);
}

/** The same for the same rules, in whatever order their members came. */
export function digestOf(rules: readonly PlanRule[]): string {
  return sha256Hex(canonicalJson(asPlainJson(rules)));
}

/** Prisma and digests want plain JSON. */
export function asPlainJson(rules: readonly PlanRule[]): Json & object {
  return JSON.parse(JSON.stringify(rules)) as Json & object;
}
