import { database } from "../../db";
import type { VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import { findChannel, toChannelDto, toChannelDtos } from "./channel-row";
import type { AlertChannelDto } from "./schemas";

export async function getAlertChannel({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<AlertChannelDto> {
  return toChannelDto(await findChannel(ctx, input.id));
}

/** Oldest first: ids are in order of time. */
export async function listAlertChannels({
  ctx,
  input,
}: VerbArgs<PageInput>): Promise<Page<AlertChannelDto>> {
  const rows = await database().prisma.alertChannel.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(input.cursor === null ? {} : { id: { gt: input.cursor } }),
    },
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  const page = paginate(
    rows,
    input.limit,
    ({ id }) => id,
    (row) => row,
  );
  return { ...page, data: await toChannelDtos(page.data, ctx.workspaceId) };
}
