import { z } from "zod";
import { database, inTransaction } from "../../db";
import { conflict } from "../../errors";
import { newId } from "../../ids";
import { requireRole, type VerbArgs } from "../context";
import { lockCursor } from "../delivery/lock-cursor";
import type { SyncDto } from "./schemas";
import {
  definitionColumns,
  findSync,
  requireFreeSyncName,
  resolveDefinition,
  toSyncDto,
} from "./sync-row";

const Patch = z.record(z.string(), z.unknown());

/** A new sync is a draft: nothing runs until it is published. */
export async function createSync({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<SyncDto> {
  requireRole(ctx, "editor");
  const definition = await resolveDefinition(ctx, input);
  await requireFreeSyncName(ctx, definition.name, null);
  const row = await database().prisma.sync.create({
    data: {
      id: newId("syn"),
      workspaceId: ctx.workspaceId,
      draftSavedBy: ctx.actor.id,
      ...definitionColumns(definition),
    },
  });
  return toSyncDto(row);
}

/** A merge patch of the definition's members; what runs changes at the next publish. */
export async function updateSync({
  ctx,
  input,
}: VerbArgs<{ id: string; patch: unknown }>): Promise<SyncDto> {
  requireRole(ctx, "editor");
  const row = await findSync(ctx, input.id);
  const merged = {
    ...Patch.parse(row.definition),
    ...Patch.parse(input.patch),
  };
  const definition = await resolveDefinition(ctx, merged);
  await requireFreeSyncName(ctx, definition.name, row.id);
  const updated = await database().prisma.sync.update({
    where: { id: row.id },
    data: {
      ...definitionColumns(definition),
      draftRevision: { increment: 1 },
      draftSavedAt: ctx.now(),
      draftSavedBy: ctx.actor.id,
    },
  });
  return toSyncDto(updated);
}

/** Refused while live: its runs and dead letters go with it. */
export async function removeSync({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "admin");
  const row = await findSync(ctx, input.id);
  if (row.status === "live")
    throw conflict(`${row.name} is live. Pause it first.`);
  await inTransaction(async (client) => {
    await lockCursor(client, row.id);
    await client.query("DELETE FROM syncs WHERE id = $1", [row.id]);
  });
}
