import { database } from "../../db";
import { newId, newSecret } from "../../ids";
import { requireRole, type VerbArgs } from "../context";
import {
  parseConnection,
  sealCredentials,
  toConnectionDto,
} from "./connection-row";
import { requireFreeName } from "./free-name";
import { CreateConnectionInput, type ConnectionDto } from "./schemas";

export async function createConnection({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<ConnectionDto> {
  requireRole(ctx, "admin");
  const { name, kind, ...given } = CreateConnectionInput.parse(input);
  const { settings, credentials } = parseConnection(
    kind,
    given.settings,
    given.credentials,
  );
  await requireFreeName(ctx, name, null);
  const id = newId("con");
  const row = await database().prisma.connection.create({
    data: {
      id,
      workspaceId: ctx.workspaceId,
      name,
      kind,
      settings: asJson(settings),
      credentials: sealCredentials(
        { id, workspaceId: ctx.workspaceId },
        credentials,
      ),
      ingestKey: kind === "warehouse" ? null : newSecret(),
    },
  });
  return toConnectionDto(row);
}

/** Parsed settings hold JSON only; undefined members go. */
export function asJson(value: unknown): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
