import { database } from "../../db";
import type { VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import type { SyncDto } from "./schemas";
import { findSync, toSyncDto } from "./sync-row";

export async function getSync({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<SyncDto> {
  return toSyncDto(await findSync(ctx, input.id));
}

export async function listSyncs({
  ctx,
  input,
}: VerbArgs<PageInput>): Promise<Page<SyncDto>> {
  const rows = await database().prisma.sync.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(input.cursor === null ? {} : { id: { gt: input.cursor } }),
    },
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  return paginate(rows, input.limit, ({ id }) => id, toSyncDto);
}
