import { sha256Hex } from "../../crypto";
import { database } from "../../db";
import { notFound } from "../../errors";
import type { TrackingPlan } from "../../generated/prisma/client";
import { canonicalJson } from "../../shared/canonical-json";
import type { Json } from "../../shared/json";
import { PlanRulesSchema, type PlanRule } from "../../sync/plan/rule";
import { TrackingPlanDto } from "./schemas";

/** The plan of this workspace with this id, Segment's id, or name; null when there is none. */
export function lookUpPlan(
  workspaceId: string,
  idOrName: string,
): Promise<TrackingPlan | null> {
  return database().prisma.trackingPlan.findFirst({
    where: {
      workspaceId,
      OR: [{ id: idOrName }, { vendorId: idOrName }, { name: idOrName }],
    },
  });
}

export async function findPlan(
  workspaceId: string,
  id: string,
): Promise<TrackingPlan> {
  const plan = await lookUpPlan(workspaceId, id);
  if (plan === null) throw notFound("tracking plan");
  return plan;
}

export function toPlanDto(row: TrackingPlan): TrackingPlanDto {
  return TrackingPlanDto.parse({
    ...row,
    refreshedAt: row.refreshedAt.toISOString(),
  });
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
