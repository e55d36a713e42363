import { z } from "zod";
import { database } from "../../db";
import { notFound } from "../../errors";
import type { Run } from "../../generated/prisma/client";
import { RUN_STATUSES } from "../../sync/ledger";
import type { Context, VerbArgs } from "../context";
import { PageInput, paginate, type Page } from "../page";
import { readDetails, withDetails } from "./run-details";
import { toRunDto } from "./run-dto";
import type { RunDto } from "./schemas";

export const ListRunsInput = PageInput.extend({
  syncId: z.string().nullable().default(null),
  status: z.enum(RUN_STATUSES).nullable().default(null),
});

export async function findRun(ctx: Context, id: string): Promise<Run> {
  const found = await database().prisma.run.findFirst({
    where: { id, workspaceId: ctx.workspaceId },
  });
  if (found === null) throw notFound("run");
  return found;
}

export async function getRun({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<RunDto> {
  return withDetails(await findRun(ctx, input.id));
}

/** Newest first. */
export async function listRuns({
  ctx,
  input,
}: VerbArgs<z.infer<typeof ListRunsInput>>): Promise<Page<RunDto>> {
  const { syncId, status, cursor, limit } = input;
  const rows = await database().prisma.run.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(syncId === null ? {} : { syncId }),
      ...(status === null ? {} : { status }),
      ...(cursor === null ? {} : { id: { lt: cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const details = await readDetails(rows);
  return paginate(
    rows,
    limit,
    ({ id }) => id,
    (row) => toRunDto(row, details),
  );
}
