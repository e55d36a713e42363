import { sha256Hex } from "../../crypto";
import { database } from "../../db";
import { newId, newSecret } from "../../ids";
import type { Role } from "../../shared/role";
import type { Context } from "../context";

const PREFIX = "slk_";
const SHOWN_CHARACTERS = 8;
/** Writing at each use would make every read a write. */
const LAST_USED_STEP_MS = 60_000;

/** Makes a key; its text is in this answer and nowhere else. */
export async function createApiKey(input: {
  workspaceId: string;
  name: string;
  role: Role;
  text?: string;
}): Promise<{ id: string; text: string }> {
  const text = input.text ?? `${PREFIX}${newSecret()}`;
  const { id } = await database().prisma.apiKey.create({
    data: {
      id: newId("key"),
      workspaceId: input.workspaceId,
      name: input.name,
      role: input.role,
      prefix: text.slice(0, SHOWN_CHARACTERS),
      hash: sha256Hex(text),
    },
  });
  return { id, text };
}

/** The context that a key stands for; null when it is unknown or revoked. */
export async function contextOfApiKey(
  text: string,
  now: Date,
): Promise<Context | null> {
  const key = await database().prisma.apiKey.findUnique({
    where: { hash: sha256Hex(text) },
  });
  if (key === null || key.revokedAt !== null) return null;
  if (
    key.lastUsedAt === null ||
    now.getTime() - key.lastUsedAt.getTime() > LAST_USED_STEP_MS
  ) {
    await database().prisma.apiKey.update({
      where: { id: key.id },
      data: { lastUsedAt: now },
    });
  }
  return {
    workspaceId: key.workspaceId,
    role: key.role as Role,
    actor: { kind: "api-key", id: key.id },
    now: () => new Date(),
  };
}
