import { connectors, type ConnectionKind } from "../../connectors/registry";
import { database } from "../../db";
import { AppError, badRequest, notFound, type Problem } from "../../errors";
import type { Sync } from "../../generated/prisma/client";
import { ACTIONS } from "../../sync/actions/registry";
import { checkDefinition } from "../../sync/check-definition";
import {
  SyncDefinitionSchema,
  type SyncDefinition,
} from "../../sync/definition";
import { STREAMS } from "../../sync/streams/registry";
import type { Context } from "../context";
import { requirePlan } from "../tracking-plan/resolve";
import { SyncDto } from "./schemas";

export async function findSync(ctx: Context, id: string): Promise<Sync> {
  const found = await database().prisma.sync.findFirst({
    where: { id, workspaceId: ctx.workspaceId },
  });
  if (found === null) throw notFound("sync");
  return found;
}

export function toSyncDto(row: Sync): SyncDto {
  return SyncDto.parse({
    id: row.id,
    name: row.name,
    status: row.status,
    version: row.version,
    definition: row.definition,
    waiting: waitingOf(row),
    nextRunAt:
      row.status === "live" ? (row.nextRunAt?.toISOString() ?? null) : null,
    draining:
      row.drainingSince === null
        ? null
        : { since: row.drainingSince.toISOString() },
    draft: {
      revision: row.draftRevision,
      savedAt: row.draftSavedAt.toISOString(),
      savedBy: row.draftSavedBy,
      isPublished: row.publishedRevision === row.draftRevision,
    },
  });
}

function waitingOf(row: Sync): SyncDto["waiting"] {
  const since = (row.waitingSince ?? row.updatedAt).toISOString();
  if (row.status === "paused")
    return {
      ...{ reason: "paused", since },
      // While it drains, what keeps it from delivering still matters.
      detail: row.drainingSince === null ? null : row.waitingDetail,
    };
  if (row.waitingReason === null) return null;
  return {
    reason: row.waitingReason as "throttled" | "down" | "held",
    since,
    detail: row.waitingDetail,
  };
}

/**
 * Parses and checks a definition, and puts ids where it names connections.
 * Throws all problems at once.
 */
export function resolveDefinition(
  ctx: Context,
  input: unknown,
): Promise<SyncDefinition> {
  return requireRunnable(ctx, SyncDefinitionSchema.parse(input));
}

/** The same of a definition that is well-formed already. */
async function requireRunnable(
  ctx: Context,
  definition: SyncDefinition,
): Promise<SyncDefinition> {
  const errors = checkDefinition(definition).filter(
    ({ severity }) => severity === "error",
  );
  const resolved = await resolveConnections(ctx, definition, errors);
  const { validation, destination } = resolved;
  const lacking = validation
    ? await requirePlan(ctx, destination.connection, validation.trackingPlan)
    : [];
  if (lacking.length > 0)
    throw badRequest("The definition has problems.", lacking);
  return resolved;
}

/** Puts ids where a definition names connections. Throws when there are none such, with the problems that are known. */
export async function resolveConnections(
  ctx: Context,
  definition: SyncDefinition,
  known: readonly Problem[] = [],
): Promise<SyncDefinition> {
  const kinds = kindsOf(definition);
  const source = await connectionId(
    ctx,
    definition.source.connection,
    kinds.source,
  );
  const destination = await connectionId(
    ctx,
    definition.destination.connection,
    kinds.destination,
  );
  const problems = [
    ...known.map(({ path, message }) => ({ path, message })),
    ...missing("source.connection", kinds.source, source),
    ...missing("destination.connection", kinds.destination, destination),
  ];
  if (problems.length > 0 || source === null || destination === null) {
    throw badRequest("The definition has problems.", problems);
  }
  return {
    ...definition,
    source: { ...definition.source, connection: source },
    destination: { ...definition.destination, connection: destination },
  };
}

/** The kinds of connection that a definition's stream and action are of. */
const kindsOf = ({ source, destination }: SyncDefinition) => ({
  source: STREAMS[source.stream].kind,
  destination: ACTIONS[destination.action].kind,
});

async function connectionId(
  ctx: Context,
  idOrName: string,
  kind: string,
): Promise<string | null> {
  const found = await database().prisma.connection.findFirst({
    where: {
      workspaceId: ctx.workspaceId,
      kind,
      OR: [{ id: idOrName }, { name: idOrName }],
    },
    select: { id: true },
  });
  return found?.id ?? null;
}

function missing(
  path: string,
  kind: ConnectionKind,
  id: string | null,
): Problem[] {
  if (id !== null) return [];
  const { title } = connectors[kind];
  const message = `There is no such ${title} connection in this workspace`;
  return [{ path, message }];
}

export async function requireFreeSyncName(
  ctx: Context,
  name: string,
  ownId: string | null,
): Promise<void> {
  const other = await database().prisma.sync.findFirst({
    where: { workspaceId: ctx.workspaceId, name },
  });
  if (other === null || other.id === ownId) return;
  const message = `There is a sync named ${name} already`;
  throw new AppError("conflict", `${message}.`, {
    problems: [{ path: "name", message }],
  });
}

/** A definition's columns: Prisma wants plain JSON. */
export function definitionColumns(definition: SyncDefinition) {
  return {
    name: definition.name,
    definition: JSON.parse(JSON.stringify(definition)) as object,
    sourceConnectionId: definition.source.connection,
    destinationConnectionId: definition.destination.connection,
  };
}
