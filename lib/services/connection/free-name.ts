import { database } from "../../db";
import { AppError } from "../../errors";
import type { Context } from "../context";

/** Throws when another connection of the workspace has this name. */
export async function requireFreeName(
  ctx: Context,
  name: string,
  ownId: string | null,
): Promise<void> {
  const other = await database().prisma.connection.findFirst({
    where: { workspaceId: ctx.workspaceId, name },
  });
  if (other === null || other.id === ownId) return;
  const message = `There is a connection named ${name} already`;
  throw new AppError("conflict", `${message}.`, {
    problems: [{ path: "name", message }],
  });
}
