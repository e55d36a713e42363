import { database } from "../../db";

export async function readConnectionCounts(
  workspaceId: string,
): Promise<{ heap: number; segment: number }> {
  const groups = await database().prisma.connection.groupBy({
    by: ["kind"],
    where: { workspaceId },
    _count: true,
  });
  const countOf = (kind: string) =>
    groups.find((group) => group.kind === kind)?._count ?? 0;
  return { heap: countOf("heap"), segment: countOf("segment") };
}
