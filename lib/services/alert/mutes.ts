import { alertKey } from "../../alerts/finding";
import { database } from "../../db";
import { badRequest, notFound } from "../../errors";
import type { AlertMute } from "../../generated/prisma/client";
import { newId } from "../../ids";
import { actorNames } from "../actor-names";
import { requireRole, type Context, type VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import { findSync } from "../sync/sync-row";
import { findAlert, getAlert } from "./read-alerts";
import { findRule } from "./rules";
import {
  AlertMuteDto,
  CreateMuteInput,
  MuteAlertInput,
  type AlertDto,
} from "./schemas";

/** What is silenced at present. */
export async function listMutes({
  ctx,
  input,
}: VerbArgs<PageInput>): Promise<Page<AlertMuteDto>> {
  const rows = await database().prisma.alertMute.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      OR: [{ until: null }, { until: { gt: ctx.now() } }],
      ...(input.cursor === null ? {} : { id: { gt: input.cursor } }),
    },
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  const show = await muteShower(ctx, rows);
  return paginate(rows, input.limit, ({ id }) => id, show);
}

/** Silences everything, a rule or a sync until a time. */
export async function createMute({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<AlertMuteDto> {
  requireRole(ctx, "editor");
  const wanted = CreateMuteInput.parse(input);
  if (wanted.target === "rule") await findRule(ctx, wanted.targetId);
  if (wanted.target === "sync") await findSync(ctx, wanted.targetId);
  const row = await keepMute(ctx, {
    target: wanted.target,
    targetId: wanted.target === "all" ? null : wanted.targetId,
    until: new Date(wanted.until),
  });
  return (await muteShower(ctx, [row]))(row);
}

export async function removeMute({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "editor");
  const { count } = await database().prisma.alertMute.deleteMany({
    where: { id: input.id, workspaceId: ctx.workspaceId },
  });
  if (count === 0) throw notFound("mute");
}

/** Silences one alert, also when it opens again: until a time, or until it has recovered. */
export async function muteAlert({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<AlertDto> {
  requireRole(ctx, "editor");
  const alert = await findAlert(ctx, input.id);
  const { until } = MuteAlertInput.parse(input.body ?? {});
  await keepMute(ctx, {
    target: "alert",
    targetId: alertKey(alert.ruleId, {
      kind: alert.subjectKind === "connection" ? "connection" : "sync",
      id: alert.subjectId,
    }),
    until: until === null ? null : new Date(until),
  });
  return getAlert({ ctx, input: { id: alert.id } });
}

type Wanted = Pick<AlertMute, "target" | "targetId" | "until">;

/** One mute a target: the newest stands. */
async function keepMute(ctx: Context, wanted: Wanted): Promise<AlertMute> {
  if (wanted.until !== null && wanted.until <= ctx.now())
    throw badRequest("The mute would be over already.", [
      { path: "until", message: "should be in the future" },
    ]);
  const { prisma } = database();
  const { workspaceId } = ctx;
  const { target, targetId } = wanted;
  const [, row] = await prisma.$transaction([
    prisma.alertMute.deleteMany({ where: { workspaceId, target, targetId } }),
    prisma.alertMute.create({
      data: {
        ...{ id: newId("mut"), workspaceId, ...wanted },
        createdBy: ctx.actor.id,
      },
    }),
  ]);
  return row;
}

async function muteShower(
  ctx: Context,
  rows: readonly AlertMute[],
): Promise<(row: AlertMute) => AlertMuteDto> {
  const ids = rows.flatMap(({ targetId }) => targetId ?? []);
  const where = { workspaceId: ctx.workspaceId, id: { in: ids } };
  const { prisma } = database();
  const [rules, syncs, alerts, actors] = await Promise.all([
    prisma.alertRule.findMany({ where }),
    prisma.sync.findMany({ where }),
    prisma.alert.findMany({
      where: { workspaceId: ctx.workspaceId, key: { in: ids } },
      orderBy: { id: "asc" },
    }),
    actorNames(
      ctx.workspaceId,
      rows.map(({ createdBy }) => createdBy),
    ),
  ]);
  const names = new Map([
    ...[...rules, ...syncs].map(({ id, name }) => [id, name] as const),
    ...alerts.map(({ key, title }) => [key, title] as const),
  ]);
  return (row) =>
    AlertMuteDto.parse({
      ...row,
      targetName:
        row.targetId === null ? null : (names.get(row.targetId) ?? null),
      until: row.until?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      createdBy: actors.get(row.createdBy) ?? null,
    });
}
