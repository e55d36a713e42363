import { database } from "../../db";
import { AppError } from "../../errors";
import type { PlanRule } from "../../sync/plan/rule";
import { findConnection } from "../connection/connection-row";
import { requireRole, type VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import { cleanRule } from "./compile-plan";
import { fetchPlan } from "./fetch";
import { keepPlan } from "./keep";
import { rulesOf, showPlan, toPlanDto } from "./plan-row";
import { findPlanUsers, usersOfPlan } from "./plan-users";
import { readUpload } from "./read-upload";
import {
  CreateTrackingPlanInput,
  type PlanRuleDto,
  type TrackingPlanDetailDto,
  type TrackingPlanDto,
  type UploadFormat,
} from "./schemas";

/** The plans of the workspace. */
export async function listPlans({
  ctx,
  input,
}: VerbArgs<PageInput>): Promise<Page<TrackingPlanDto>> {
  const rows = await database().prisma.trackingPlan.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(input.cursor === null ? {} : { id: { gt: input.cursor } }),
    },
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  const users = await findPlanUsers(ctx.workspaceId);
  return paginate(
    rows,
    input.limit,
    ({ id }) => id,
    (row) => toPlanDto(row, usersOfPlan(row, users)),
  );
}

/** One plan with its rules, and what of them can't be checked. */
export async function readPlan({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<TrackingPlanDetailDto> {
  const plan = await showPlan(ctx.workspaceId, input.id);
  const rules = await rulesOf(plan.id, plan.revision);
  return { ...plan, rules: rules.map(withNotes) };
}

function withNotes(rule: PlanRule): PlanRuleDto {
  const { type, version, jsonSchema } = rule;
  const { notes } = cleanRule(rule);
  return { type, version, jsonSchema, notes, key: rule.key ?? null };
}

/** Fetches a plan from Segment, or keeps an uploaded one; the same name again is its next revision. */
export async function createPlan({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<TrackingPlanDto> {
  requireRole(ctx, "editor");
  const wanted = CreateTrackingPlanInput.parse(input);
  const id =
    "connection" in wanted
      ? await fetchPlan(
          await findConnection(ctx, wanted.connection),
          wanted.vendorId,
        )
      : await keepUpload(ctx.workspaceId, wanted);
  return showPlan(ctx.workspaceId, id);
}

async function keepUpload(
  workspaceId: string,
  upload: { name: string; format: UploadFormat; content: string },
): Promise<string> {
  const rules = readUpload(upload.format, upload.content);
  const fetched = await database().prisma.trackingPlan.findFirst({
    where: { workspaceId, name: upload.name, NOT: { vendorId: null } },
  });
  if (fetched !== null)
    throw new AppError(
      "conflict",
      `${upload.name} is fetched from Segment. Give the upload another name.`,
      {
        problems: [
          {
            path: "name",
            message: "is a plan that is fetched from Segment. Choose another",
          },
        ],
      },
    );
  return keepPlan({
    ...{ workspaceId, connectionId: null, vendorId: null },
    ...{ name: upload.name, rules },
  });
}
