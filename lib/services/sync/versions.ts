import { database } from "../../db";
import { SyncDefinitionSchema } from "../../sync/definition";
import { actorNames } from "../actor-names";
import type { VerbArgs } from "../context";
import type { VersionDto } from "./schemas";
import { findSync } from "./sync-row";

const SHOWN_MAX = 200;

/** What was published, newest first: when, by whom, with which words. */
export async function listVersions({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<VersionDto[]> {
  const sync = await findSync(ctx, input.id);
  const rows = await database().prisma.syncVersion.findMany({
    where: { syncId: sync.id },
    orderBy: { number: "desc" },
    take: SHOWN_MAX,
  });
  const names = await actorNames(
    ctx.workspaceId,
    rows.map(({ publishedBy }) => publishedBy),
  );
  return rows.map(({ number, publishedAt, publishedBy, note, definition }) => ({
    ...{ number, note },
    publishedAt: publishedAt.toISOString(),
    publishedBy: names.get(publishedBy) ?? null,
    definition: SyncDefinitionSchema.parse(definition),
  }));
}
