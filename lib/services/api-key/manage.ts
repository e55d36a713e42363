import { database } from "../../db";
import { notFound } from "../../errors";
import type { ApiKey } from "../../generated/prisma/client";
import { requireRole, type VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import { createApiKey } from "./api-key-row";
import { ApiKeyDto, CreateApiKeyInput, type NewApiKeyDto } from "./schemas";

/** The keys that work, oldest first. */
export async function listApiKeys({
  ctx,
  input,
}: VerbArgs<PageInput>): Promise<Page<ApiKeyDto>> {
  requireRole(ctx, "admin");
  const rows = await database().prisma.apiKey.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      revokedAt: null,
      ...(input.cursor === null ? {} : { id: { gt: input.cursor } }),
    },
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  return paginate(rows, input.limit, ({ id }) => id, toDto);
}

/** Makes a key of the caller's workspace; its text is shown this once. */
export async function issueApiKey({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<NewApiKeyDto> {
  requireRole(ctx, "admin");
  const { name, role } = CreateApiKeyInput.parse(input);
  const { id, text } = await createApiKey({
    workspaceId: ctx.workspaceId,
    name,
    role,
  });
  const row = await database().prisma.apiKey.findUniqueOrThrow({
    where: { id },
  });
  return { ...toDto(row), key: text };
}

/** From now on the key is refused. */
export async function revokeApiKey({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "admin");
  const { count } = await database().prisma.apiKey.updateMany({
    where: { id: input.id, workspaceId: ctx.workspaceId, revokedAt: null },
    data: { revokedAt: ctx.now() },
  });
  if (count === 0) throw notFound("API key");
}

function toDto(row: ApiKey): ApiKeyDto {
  return ApiKeyDto.parse({
    id: row.id,
    name: row.name,
    role: row.role,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  });
}
