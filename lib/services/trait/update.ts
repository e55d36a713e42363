import { inTransaction } from "../../db";
import { isSameTrait, TraitDefinitionSchema } from "../../traits/definition";
import { requireRole, type VerbArgs } from "../context";
import { wakeFeed } from "../event-feed/wake";
import { changeFeed } from "./open-feed";
import { readComputedRevision } from "./read";
import type { TraitDto } from "./schemas";
import {
  definitionOf,
  findTrait,
  findTraitSource,
  requireRoom,
  toTraitDto,
} from "./trait-row";
import { requireUnused } from "./trait-users";

/** Puts another definition in a trait's place; everybody is computed anew. Under another name only where no sync uses it. */
export async function updateTrait({
  ctx,
  input,
}: VerbArgs<{
  connectionId: string;
  traitId: string;
  body: unknown;
}>): Promise<TraitDto> {
  requireRole(ctx, "editor");
  const connection = await findTraitSource(ctx, input.connectionId);
  const row = await findTrait(connection, input.traitId);
  const definition = TraitDefinitionSchema.parse(input.body);
  if (!isSameTrait(definition, definitionOf(row))) {
    await inTransaction(async (client) => {
      const revision = await changeFeed(client, connection.id);
      const { name } = definition;
      await requireRoom(client, connection.id, { name, ownId: row.id });
      if (name !== row.name) await requireUnused(client, row);
      await client.query(
        "UPDATE computed_traits SET name = $2, definition = $3, revision = $4, updated_at = now() WHERE id = $1",
        [row.id, name, JSON.stringify(definition), revision],
      );
    });
    await wakeFeed({
      ...{ connectionId: connection.id, workspaceId: connection.workspaceId },
    });
  }
  return toTraitDto(
    await findTrait(connection, row.id),
    await readComputedRevision(connection.id),
  );
}
