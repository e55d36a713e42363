import { database } from "../../db";
import { conflict } from "../../errors";
import type { PlanRule } from "../../sync/plan/rule";
import { findConnection } from "../connection/connection-row";
import { requireRole, type VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import { cleanRule } from "./compile-plan";
import { fetchPlan } from "./fetch";
import { keepPlan } from "./keep";
import { findPlan, rulesOf, toPlanDto } from "./plan-row";
import { readUpload } from "./read-upload";
import {
  CreateTrackingPlanInput,
  type TrackingPlanDetailDto,
  type TrackingPlanDto,
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
  return paginate(rows, input.limit, ({ id }) => id, toPlanDto);
}

/** One plan with its rules, and what of them can't be checked. */
export async function readPlan({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<TrackingPlanDetailDto> {
  const row = await findPlan(ctx.workspaceId, input.id);
  const rules = await rulesOf(row.id, row.revision);
  return { ...toPlanDto(row), rules: rules.map(withNotes) };
}

function withNotes(rule: PlanRule) {
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
  return toPlanDto(await findPlan(ctx.workspaceId, id));
}

async function keepUpload(
  workspaceId: string,
  upload: { name: string; format: "json" | "csv"; content: string },
): Promise<string> {
  const rules = readUpload(upload.format, upload.content);
  const fetched = await database().prisma.trackingPlan.findFirst({
    where: { workspaceId, name: upload.name, NOT: { vendorId: null } },
  });
  if (fetched !== null)
    throw conflict(
      `${upload.name} is fetched from Segment. Give the upload another name.`,
    );
  return keepPlan({
    ...{ workspaceId, connectionId: null, vendorId: null },
    ...{ name: upload.name, rules },
  });
}

/** Refused while a sync validates by it. */
export async function removePlan({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "admin");
  const row = await findPlan(ctx.workspaceId, input.id);
  const { rows } = await database().pool.query<{ name: string }>(
    `SELECT s.name FROM syncs s LEFT JOIN sync_versions v ON v.sync_id = s.id AND v.number = s.version
     WHERE s.workspace_id = $1 AND (s.definition->'validation'->>'trackingPlan' = ANY($2) OR v.definition->'validation'->>'trackingPlan' = ANY($2))
     LIMIT 5`,
    [ctx.workspaceId, [row.id, row.vendorId, row.name]],
  );
  if (rows.length > 0) {
    const names = rows.map(({ name }) => `“${name}”`).join(", ");
    throw conflict(`${row.name} is used by ${names}. Change that first.`);
  }
  await database().prisma.trackingPlan.delete({ where: { id: row.id } });
}
