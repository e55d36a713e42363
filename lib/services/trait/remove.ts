import { inTransaction } from "../../db";
import { requireRole, type VerbArgs } from "../context";
import { wakeFeed } from "../event-feed/wake";
import { changeFeed, endFeedIfUnused } from "./open-feed";
import { findTrait, findTraitSource } from "./trait-row";
import { requireUnused } from "./trait-users";

/** Refused while a published sync uses it. With the last trait of a connection its events go too. */
export async function removeTrait({
  ctx,
  input,
}: VerbArgs<{ connectionId: string; traitId: string }>): Promise<void> {
  requireRole(ctx, "editor");
  const connection = await findTraitSource(ctx, input.connectionId);
  const row = await findTrait(connection, input.traitId);
  await inTransaction(async (client) => {
    await changeFeed(client, connection.id);
    await requireUnused(client, row);
    await client.query("DELETE FROM computed_traits WHERE id = $1", [row.id]);
    await endFeedIfUnused(client, connection.id);
  });
  await wakeFeed({
    ...{ connectionId: connection.id, workspaceId: connection.workspaceId },
  });
}
