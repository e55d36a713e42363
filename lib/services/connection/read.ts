import { database } from "../../db";
import type { VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import { findConnection, toConnectionDto } from "./connection-row";
import type { ConnectionDto } from "./schemas";

export async function getConnection({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<ConnectionDto> {
  return toConnectionDto(await findConnection(ctx, input.id));
}

/** Oldest first: ids are in order of time. */
export async function listConnections({
  ctx,
  input,
}: VerbArgs<PageInput>): Promise<Page<ConnectionDto>> {
  const rows = await database().prisma.connection.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(input.cursor === null ? {} : { id: { gt: input.cursor } }),
    },
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  return paginate(rows, input.limit, ({ id }) => id, toConnectionDto);
}
