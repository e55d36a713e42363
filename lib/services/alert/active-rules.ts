import { rulesOfDefinition } from "../../alerts/definition-rules";
import type { Rule } from "../../alerts/rule";
import { database } from "../../db";
import type { WatchedSync } from "./measure/watched-syncs";
import { toRule } from "./rule-row";

/** The rules of each workspace that are on, with those that the definitions of live syncs ask for. */
export async function readActiveRules(
  syncs: readonly WatchedSync[],
): Promise<Map<string, Rule[]>> {
  const workspaceIds = [...new Set(syncs.map((sync) => sync.workspace_id))];
  const rows = await database().prisma.alertRule.findMany({
    where: { workspaceId: { in: workspaceIds }, enabled: true },
    orderBy: { id: "asc" },
  });
  return new Map(
    workspaceIds.map((workspaceId) => [
      workspaceId,
      [
        ...rows.filter((row) => row.workspaceId === workspaceId).map(toRule),
        ...syncs
          .filter((sync) => sync.workspace_id === workspaceId)
          .flatMap((sync) => rulesOfDefinition(sync, sync.definition)),
      ],
    ]),
  );
}
