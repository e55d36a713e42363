import { database } from "../../db";
import type { Role } from "../../shared/role";
import type { Context } from "../context";

/** The context of a member; without a workspace named, their first. Null when they have none there. */
export async function contextOfMember(
  userId: string,
  workspaceId: string | null,
): Promise<Context | null> {
  const membership = await database().prisma.membership.findFirst({
    where: { userId, ...(workspaceId === null ? {} : { workspaceId }) },
    orderBy: { createdAt: "asc" },
  });
  if (membership === null) return null;
  return {
    workspaceId: membership.workspaceId,
    role: membership.role as Role,
    actor: { kind: "user", id: userId },
    now: () => new Date(),
  };
}

export type MemberView = {
  user: { id: string; email: string; name: string };
  workspace: { id: string; name: string; slug: string; role: Role };
};

/** Who is signed in, and where: for pages. */
export async function viewOfMember(userId: string): Promise<MemberView | null> {
  const membership = await database().prisma.membership.findFirst({
    where: { userId },
    orderBy: { createdAt: "asc" },
    include: { user: true, workspace: true },
  });
  if (membership === null) return null;
  const { user, workspace } = membership;
  return {
    user: { id: user.id, email: user.email, name: user.name },
    workspace: {
      id: workspace.id,
      name: workspace.name,
      slug: workspace.slug,
      role: membership.role as Role,
    },
  };
}
