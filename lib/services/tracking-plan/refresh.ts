import { database } from "../../db";
import { AppError, badRequest } from "../../errors";
import { requireRole, type VerbArgs } from "../context";
import { fetchPlan } from "./fetch";
import { findPlan, showPlan } from "./plan-row";
import type { TrackingPlanDto } from "./schemas";

/** Plan edits take effect at Segment within minutes; a plan of ours is at most so old. */
const AGE_MS_MAX = 15 * 60_000;
const PLANS_MAX = 50;

/** Fetches a plan anew; what it said before stays as a revision. */
export async function refreshPlan({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<TrackingPlanDto> {
  requireRole(ctx, "editor");
  const row = await findPlan(ctx.workspaceId, input.id);
  if (row.vendorId === null)
    throw badRequest(`${row.name} was uploaded. Upload it again instead.`);
  await refresh(row.id);
  return showPlan(ctx.workspaceId, row.id);
}

/** Fetches the plans that are older than a quarter of an hour; counts them. */
export async function refreshOldPlans(now: Date): Promise<number> {
  const rows = await database().prisma.trackingPlan.findMany({
    where: {
      NOT: { vendorId: null },
      refreshedAt: { lt: new Date(now.getTime() - AGE_MS_MAX) },
    },
    orderBy: { refreshedAt: "asc" },
    take: PLANS_MAX,
    select: { id: true },
  });
  for (const { id } of rows) await refresh(id);
  return rows.length;
}

/** A plan that can't be fetched stays as it is, and says why. */
async function refresh(id: string): Promise<void> {
  const { prisma } = database();
  const plan = await prisma.trackingPlan.findUnique({
    where: { id },
    include: { connection: true },
  });
  if (plan === null || plan.vendorId === null) return;
  try {
    if (plan.connection === null)
      throw badRequest("The connection that it was fetched with is gone.");
    await fetchPlan(plan.connection, plan.vendorId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await prisma.trackingPlan.update({
      where: { id },
      data: { refreshError: error.message, refreshedAt: new Date() },
    });
  }
}
