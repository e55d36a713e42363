import { inTransaction } from "../../db";
import { conflict } from "../../errors";
import {
  isSameTrait,
  TraitDefinitionSchema,
  type TraitDefinition,
} from "../../traits/definition";
import { database } from "../../db";
import { requireRole, type VerbArgs } from "../context";
import { wakeFeed } from "../event-feed/wake";
import { insertTrait } from "./create";
import { definitionOf, findTraitSource } from "./trait-row";

/**
 * Makes those of some traits that are missing, by name and definition: what a
 * template needs. Throws where a trait of the same name says something else.
 */
export async function ensureTraits({
  ctx,
  input,
}: VerbArgs<{
  connectionId: string;
  traits: readonly unknown[];
}>): Promise<void> {
  requireRole(ctx, "editor");
  const connection = await findTraitSource(ctx, input.connectionId);
  const wanted = input.traits.map((trait) =>
    TraitDefinitionSchema.parse(trait),
  );
  const missing = await findMissing(connection.id, wanted);
  if (missing.length === 0) return;
  await inTransaction(async (client) => {
    for (const definition of missing)
      await insertTrait(client, connection, definition);
  });
  await wakeFeed({
    ...{ connectionId: connection.id, workspaceId: connection.workspaceId },
  });
}

async function findMissing(
  connectionId: string,
  wanted: readonly TraitDefinition[],
): Promise<TraitDefinition[]> {
  const rows = await database().prisma.computedTrait.findMany({
    where: { connectionId },
  });
  const known = new Map(rows.map((row) => [row.name, definitionOf(row)]));
  return wanted.filter((definition) => {
    const own = known.get(definition.name);
    if (own !== undefined && !isSameTrait(own, definition))
      throw conflict(
        `The trait ${definition.name} is there already and tells something else. Rename it first.`,
      );
    return own === undefined;
  });
}
