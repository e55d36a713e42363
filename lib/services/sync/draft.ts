import { z } from "zod";
import { database } from "../../db";
import { AppError } from "../../errors";
import { canonicalJson } from "../../shared/canonical-json";
import type { Json } from "../../shared/json";
import { SyncDefinitionSchema } from "../../sync/definition";
import { actorNames } from "../actor-names";
import { requireRole, type VerbArgs } from "../context";
import type { SyncDto } from "./schemas";
import {
  definitionColumns,
  findSync,
  requireFreeSyncName,
  resolveConnections,
  toSyncDto,
} from "./sync-row";

const DraftInput = z.strictObject({
  /** Of the draft that this one was made from. */
  revision: z.number().int().min(1),
  definition: SyncDefinitionSchema,
});

const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(JSON.parse(JSON.stringify(one)) as Json) ===
  canonicalJson(JSON.parse(JSON.stringify(other)) as Json);

/**
 * Keeps a draft as it stands, unfinished or not: what is wrong with it keeps
 * it from being published, not from being saved. Refused with 409 when
 * somebody saved another one meanwhile, so that nobody overwrites unseen.
 */
export async function saveDraft({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<SyncDto> {
  requireRole(ctx, "editor");
  const row = await findSync(ctx, input.id);
  const { revision, definition } = DraftInput.parse(input.body);
  const resolved = await resolveConnections(ctx, definition);
  await requireFreeSyncName(ctx, resolved.name, row.id);
  const { count } = await database().prisma.sync.updateMany({
    where: { id: row.id, draftRevision: revision },
    data: {
      ...definitionColumns(resolved),
      draftRevision: revision + 1,
      draftSavedAt: ctx.now(),
      draftSavedBy: ctx.actor.id,
    },
  });
  const after = await findSync(ctx, row.id);
  // The answer to a save may have been lost: the same draft again is no conflict.
  if (count === 1 || isSame(after.definition, resolved))
    return toSyncDto(after);
  const by = after.draftSavedBy ?? "";
  const names = await actorNames(ctx.workspaceId, [by]);
  throw new AppError(
    "conflict",
    `${names.get(by) ?? "Somebody"} saved another draft meanwhile. Yours is still here: take theirs, or save yours over it.`,
    {
      problems: [
        { path: "revision", message: `is ${after.draftRevision} by now` },
      ],
    },
  );
}
