import { z } from "zod";
import { describeWatch } from "../../alerts/describe-watch";
import { rulesOfDefinition } from "../../alerts/definition-rules";
import { RuleSchema, type Rule, type RuleInput } from "../../alerts/rule";
import { database } from "../../db";
import { AppError, badRequest, conflict, notFound } from "../../errors";
import type { AlertRule } from "../../generated/prisma/client";
import { newId } from "../../ids";
import { requireRole, type Context, type VerbArgs } from "../context";
import { readWatchedSyncs } from "./measure/watched-syncs";
import { ensureDefaultRules, ruleColumns, toRule } from "./rule-row";
import type { AlertRuleDto } from "./schemas";

/** All rules: those that every workspace has, its own, and those of its live syncs' definitions. */
export async function listRules({
  ctx,
}: {
  ctx: Context;
}): Promise<{ data: AlertRuleDto[]; nextCursor: null }> {
  await ensureDefaultRules(ctx.workspaceId);
  const [rows, syncs, show] = await Promise.all([
    database().prisma.alertRule.findMany({
      where: { workspaceId: ctx.workspaceId },
      orderBy: [{ defaultKey: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    }),
    readWatchedSyncs(ctx.workspaceId),
    ruleShower(ctx),
  ]);
  const ofSyncs = syncs.flatMap((sync) =>
    rulesOfDefinition(sync, sync.definition).map((rule) =>
      show(rule, { isDefault: false, sync }),
    ),
  );
  return {
    data: [...rows.map((row) => showRow(show, row)), ...ofSyncs],
    nextCursor: null,
  };
}

/** Throws when the workspace has no such rule. */
export async function findRule(ctx: Context, id: string): Promise<AlertRule> {
  const found = await database().prisma.alertRule.findFirst({
    where: { id, workspaceId: ctx.workspaceId },
  });
  if (found === null) throw notFound("alert rule");
  return found;
}

export async function getRule({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<AlertRuleDto> {
  const row = await findRule(ctx, input.id);
  return showRow(await ruleShower(ctx), row);
}

export async function createRule({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<AlertRuleDto> {
  requireRole(ctx, "editor");
  const rule = RuleSchema.parse(input);
  await checkRule(ctx, rule, null);
  const row = await database().prisma.alertRule.create({
    data: {
      ...ruleColumns(rule),
      ...{ id: newId("alr"), workspaceId: ctx.workspaceId },
    },
  });
  return showRow(await ruleShower(ctx), row);
}

const Patch = z.looseObject({});

/** A merge patch; another kind of watch replaces the whole of it. */
export async function updateRule({
  ctx,
  input,
}: VerbArgs<{ id: string; patch: unknown }>): Promise<AlertRuleDto> {
  requireRole(ctx, "editor");
  const row = await findRule(ctx, input.id);
  const { id: _id, definitionOf: _definitionOf, ...present } = toRule(row);
  const rule = RuleSchema.parse(mergeRule(present, Patch.parse(input.patch)));
  await checkRule(ctx, rule, row.id);
  const updated = await database().prisma.alertRule.update({
    where: { id: row.id },
    data: ruleColumns(rule),
  });
  return showRow(await ruleShower(ctx), updated);
}

/** Members that are null in the patch are taken away where the rule has a default for them. */
function mergeRule(present: RuleInput, patch: Record<string, unknown>) {
  const watch = Patch.safeParse(patch.watch);
  const keepsKind =
    watch.success &&
    (watch.data.kind === undefined || watch.data.kind === present.watch.kind);
  return {
    ...present,
    ...patch,
    watch: keepsKind
      ? { ...present.watch, ...watch.data }
      : (patch.watch ?? present.watch),
  };
}

export async function removeRule({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "editor");
  const row = await findRule(ctx, input.id);
  if (row.defaultKey !== null)
    throw conflict(
      `${row.name} is a rule that every workspace has. Switch it off instead.`,
    );
  await database().prisma.alertRule.delete({ where: { id: row.id } });
}

/** Throws with all that keeps a well-formed rule from being kept. */
async function checkRule(
  ctx: Context,
  { name, syncIds, channelIds }: RuleInput,
  ownId: string | null,
): Promise<void> {
  const { prisma } = database();
  const { workspaceId } = ctx;
  const [same, syncs, channels] = await Promise.all([
    prisma.alertRule.findFirst({ where: { workspaceId, name } }),
    prisma.sync.findMany({ where: { workspaceId, id: { in: syncIds ?? [] } } }),
    prisma.alertChannel.findMany({
      where: { workspaceId, id: { in: channelIds } },
    }),
  ]);
  const isKnown = (known: { id: string }[]) => (id: string) =>
    known.some((one) => one.id === id);
  const problems = [
    ...(syncIds ?? [])
      .filter((id) => !isKnown(syncs)(id))
      .map((id) => ({ path: "syncIds", message: `There is no sync ${id}` })),
    ...channelIds
      .filter((id) => !isKnown(channels)(id))
      .map((id) => ({
        path: "channelIds",
        message: `There is no channel ${id}`,
      })),
  ];
  if (problems.length > 0) throw badRequest("The rule has problems.", problems);
  if (same === null || same.id === ownId) return;
  const message = `There is a rule named ${name} already`;
  throw new AppError("conflict", `${message}.`, {
    problems: [{ path: "name", message }],
  });
}

type Origin = { isDefault: boolean; sync: { id: string; name: string } | null };
type Shower = (rule: Rule, origin: Origin) => AlertRuleDto;

async function ruleShower({ workspaceId }: Context): Promise<Shower> {
  const open = await database().prisma.alert.groupBy({
    by: ["ruleId"],
    where: { workspaceId, state: "open" },
    _count: true,
  });
  const counts = new Map(open.map(({ ruleId, _count }) => [ruleId, _count]));
  return (rule, { isDefault, sync }) => ({
    ...rule,
    isDefault,
    definitionOf: sync === null ? null : { id: sync.id, name: sync.name },
    sentence: describeWatch(rule.watch),
    openAlerts: counts.get(rule.id) ?? 0,
  });
}

const showRow = (show: Shower, row: AlertRule) =>
  show(toRule(row), { isDefault: row.defaultKey !== null, sync: null });
