import { database } from "../../db";
import type { CheckProblem } from "../../mapping/check-problem";
import { nearestName } from "../../shared/nearest-name";
import type { SyncDefinition } from "../../sync/definition";

/** Channels that a definition names and the workspace does not have: nobody would be told. */
export async function checkChannels(
  workspaceId: string,
  { alerts }: SyncDefinition,
): Promise<CheckProblem[]> {
  const named = alerts?.channels ?? [];
  if (named.length === 0) return [];
  const channels = await database().prisma.alertChannel.findMany({
    where: { workspaceId },
    select: { id: true, name: true },
  });
  const names = channels.map(({ name }) => name);
  const known = new Set([...names, ...channels.map(({ id }) => id)]);
  return named
    .filter((name) => !known.has(name))
    .map((name) => {
      const nearest = nearestName(name, names);
      return {
        ...{ path: "alerts.channels", severity: "warning" },
        message: `there is no alert channel ${name}: nobody is told there`,
        ...{ expected: "a channel's name or id", found: name },
        suggestion:
          nearest === null
            ? "Add the channel, or take the name out."
            : `Did you mean ${nearest}?`,
      };
    });
}
