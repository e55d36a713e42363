import type { z } from "zod";
import { mutesOf, type Mute } from "../../alerts/mute";
import { database } from "../../db";
import { notFound } from "../../errors";
import type { Alert, AlertMute } from "../../generated/prisma/client";
import type { Context, VerbArgs } from "../context";
import { paginate, type Page } from "../page";
import { AlertDto, type ListAlertsInput } from "./schemas";

/** The newest first. */
export async function listAlerts({
  ctx,
  input,
}: VerbArgs<z.infer<typeof ListAlertsInput>>): Promise<Page<AlertDto>> {
  const { state, severity, ruleId, syncId, runId, cursor, limit } = input;
  const rows = await database().prisma.alert.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(state === null ? {} : { state }),
      ...(severity === null ? {} : { severity }),
      ...(ruleId === null ? {} : { ruleId }),
      ...(syncId === null ? {} : { syncIds: { has: syncId } }),
      ...(runId === null ? {} : { runId }),
      ...(cursor === null ? {} : { id: { lt: cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const show = await alertShower(ctx);
  return paginate(rows, limit, ({ id }) => id, show);
}

export async function findAlert(ctx: Context, id: string): Promise<Alert> {
  const found = await database().prisma.alert.findFirst({
    where: { id, workspaceId: ctx.workspaceId },
  });
  if (found === null) throw notFound("alert");
  return found;
}

export async function getAlert({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<AlertDto> {
  const show = await alertShower(ctx);
  return show(await findAlert(ctx, input.id));
}

/** Shows alerts with the names of their syncs and what silences them. */
async function alertShower(ctx: Context): Promise<(row: Alert) => AlertDto> {
  const [syncs, rows] = await Promise.all([
    database().prisma.sync.findMany({
      where: { workspaceId: ctx.workspaceId },
      select: { id: true, name: true },
    }),
    database().prisma.alertMute.findMany({
      where: { workspaceId: ctx.workspaceId },
    }),
  ]);
  const names = new Map(syncs.map((sync) => [sync.id, sync]));
  const mutes = rows.map(toMute);
  return (row) =>
    AlertDto.parse({
      ...row,
      rule: { id: row.ruleId, name: row.ruleName },
      subject: {
        ...{ kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
      },
      syncs: row.syncIds.flatMap((id) => names.get(id) ?? []),
      openedAt: row.openedAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      recoveredAt: row.recoveredAt?.toISOString() ?? null,
      toldAt:
        row.channelIds.length === 0
          ? null
          : (row.triggeredAt?.toISOString() ?? null),
      mutes: mutesOf(mutes, row, ctx.now()).map(({ id, target, until }) => ({
        ...{ id, target, until: until?.toISOString() ?? null },
      })),
    });
}

const toMute = (row: AlertMute): Mute & { id: string } => ({
  id: row.id,
  target: row.target as Mute["target"],
  targetId: row.targetId,
  until: row.until,
});
