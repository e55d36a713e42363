import { database } from "../../db";

/** The plan's own name, or with its id when another plan has that name. */
export async function freePlanName(
  workspaceId: string,
  name: string,
  vendorId: string,
): Promise<string> {
  const other = await database().prisma.trackingPlan.findFirst({
    where: { workspaceId, name, NOT: { vendorId } },
    select: { id: true },
  });
  return other === null ? name : `${name} (${vendorId})`;
}
