import { sha256Hex } from "../../crypto";
import { database } from "../../db";
import { newId } from "../../ids";
import { createApiKey } from "../api-key/api-key-row";
import { hashPassword } from "./passwords";

export type BootstrapInput = {
  email: string;
  password: string;
  apiKey: string | null;
};

/**
 * Makes the first owner, a workspace and an API key, where they don't exist
 * yet. Answers whether the owner was made now.
 */
export async function bootstrap({
  email,
  password,
  apiKey,
}: BootstrapInput): Promise<boolean> {
  const { prisma } = database();
  const address = email.trim().toLowerCase();
  const known = await prisma.user.findUnique({
    where: { email: address },
    include: { memberships: true },
  });
  const workspaceId =
    known?.memberships[0]?.workspaceId ??
    (await createOwner(address, password));
  if (
    apiKey !== null &&
    (await prisma.apiKey.findUnique({ where: { hash: sha256Hex(apiKey) } })) ===
      null
  ) {
    await createApiKey({
      workspaceId,
      name: "First key",
      role: "owner",
      text: apiKey,
    });
  }
  return known === null;
}

async function createOwner(email: string, password: string): Promise<string> {
  const workspaceId = newId("wsp");
  const name = email.split("@")[0] ?? email;
  await database().prisma.workspace.create({
    data: {
      id: workspaceId,
      name: "My workspace",
      slug: workspaceId.toLowerCase().replace("_", "-"),
      memberships: {
        create: {
          role: "owner",
          user: {
            create: {
              id: newId("usr"),
              email,
              name,
              passwordHash: await hashPassword(password),
            },
          },
        },
      },
    },
  });
  return workspaceId;
}
