import type pg from "pg";
import { inTransaction } from "../../db";
import type { Connection } from "../../generated/prisma/client";
import { newId } from "../../ids";
import {
  TraitDefinitionSchema,
  type TraitDefinition,
} from "../../traits/definition";
import { requireRole, type VerbArgs } from "../context";
import { wakeFeed } from "../event-feed/wake";
import { changeFeed } from "./open-feed";
import type { TraitDto } from "./schemas";
import {
  findTrait,
  findTraitSource,
  requireRoom,
  toTraitDto,
} from "./trait-row";

/** Makes a computed trait; it is computed for everybody from all events that are there. */
export async function createTrait({
  ctx,
  input,
}: VerbArgs<{ connectionId: string; body: unknown }>): Promise<TraitDto> {
  requireRole(ctx, "editor");
  const connection = await findTraitSource(ctx, input.connectionId);
  const definition = TraitDefinitionSchema.parse(input.body);
  const id = await inTransaction((client) =>
    insertTrait(client, connection, definition),
  );
  await wakeFeed({
    ...{ connectionId: connection.id, workspaceId: connection.workspaceId },
  });
  return toTraitDto(await findTrait(connection, id), 0);
}

/** Inside of the caller's transaction; answers the trait's id. */
export async function insertTrait(
  client: pg.PoolClient,
  connection: Connection,
  definition: TraitDefinition,
): Promise<string> {
  const { name } = definition;
  const revision = await changeFeed(client, connection.id);
  await requireRoom(client, connection.id, { name, ownId: null });
  const id = newId("trt");
  await client.query(
    "INSERT INTO computed_traits (id, workspace_id, connection_id, name, definition, revision) VALUES ($1, $2, $3, $4, $5, $6)",
    [
      ...[id, connection.workspaceId, connection.id, name],
      ...[JSON.stringify(definition), revision],
    ],
  );
  return id;
}
