import type pg from "pg";
import { database } from "../../db";
import { AppError, badRequest, notFound } from "../../errors";
import type { ComputedTrait, Connection } from "../../generated/prisma/client";
import {
  TraitDefinitionSchema,
  TRAITS_MAX,
  type TraitDefinition,
} from "../../traits/definition";
import { traitSentence } from "../../traits/sentence";
import { findConnection } from "../connection/connection-row";
import type { Context } from "../context";
import { TraitDto } from "./schemas";

/** A connection of this workspace whose people may have traits. */
export async function findTraitSource(
  ctx: Context,
  id: string,
): Promise<Connection> {
  const row = await findConnection(ctx, id);
  if (row.kind !== "heap")
    throw badRequest("Only people of a connection to Heap have traits.");
  return row;
}

/** The trait of this connection with this id, or else its name. */
export async function findTrait(
  connection: Connection,
  idOrName: string,
): Promise<ComputedTrait> {
  const found = await database().prisma.computedTrait.findFirst({
    where: {
      connectionId: connection.id,
      OR: [{ id: idOrName }, { name: idOrName }],
    },
  });
  if (found === null) throw notFound("trait");
  return found;
}

export function toTraitDto(
  row: ComputedTrait,
  computedRevision: number,
): TraitDto {
  const definition = definitionOf(row);
  return TraitDto.parse({
    ...{ id: row.id, definition, sentence: traitSentence(definition) },
    isComputed: row.revision <= computedRevision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
}

export const definitionOf = ({
  definition,
}: Pick<ComputedTrait, "definition">): TraitDefinition =>
  TraitDefinitionSchema.parse(definition);

/** Throws when another trait of the connection has this name, or there are too many. The feed must be locked. */
export async function requireRoom(
  client: pg.PoolClient,
  connectionId: string,
  { name, ownId }: { name: string; ownId: string | null },
): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    "SELECT id, name FROM computed_traits WHERE connection_id = $1",
    [connectionId],
  );
  if (ownId === null && rows.length >= TRAITS_MAX)
    throw badRequest(`A connection has ${TRAITS_MAX} traits at most.`);
  const other = rows.find((row) => row.name === name);
  if (other === undefined || other.id === ownId) return;
  const message = `There is a trait named ${name} already`;
  throw new AppError("conflict", `${message}.`, {
    problems: [{ path: "name", message }],
  });
}
