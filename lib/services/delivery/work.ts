import type pg from "pg";
import type { SegmentTarget } from "../../connectors/segment/client";
import { sha256Binary } from "../../crypto";
import { database } from "../../db";
import type { Sync } from "../../generated/prisma/client";
import { compileDecision, type Decide } from "../../sync/decide";
import type { SyncDefinition } from "../../sync/definition";
import { STREAMS } from "../../sync/streams/registry";
import type { Stream } from "../../sync/streams/stream";
import { limitsOf, segmentTarget } from "../connection/segment-target";
import type { DeclaredLimits } from "../flow/gate";
import { definitionOfVersion } from "../sync/version-definition";
import { endSql, LIVE_VERSION_SQL } from "../sync/live-version";
import { planPolicy } from "../tracking-plan/policy";

/** Everything that a chunk of one sync works with. */
export type Work = {
  sync: Sync & { version: number };
  definition: SyncDefinition;
  decide: Decide;
  personOf: Stream["personOf"];
  target: SegmentTarget;
  /** What is known beforehand of the destination's limits. */
  limits: DeclaredLimits;
  /** Of the tracking plan that judges the calls, if the sync has one. */
  planRevision: number | null;
};

/**
 * Null when the sync is gone, or neither live nor draining: then nothing may
 * run. A replay names the version that it goes through.
 */
export async function loadWork(
  syncId: string,
  version: number | null = null,
): Promise<Work | null> {
  const sync = await database().prisma.sync.findUnique({
    where: { id: syncId },
  });
  if (sync === null || sync.version === null || !mayRun(sync)) return null;
  const definition = await definitionOfVersion(
    sync.id,
    version ?? sync.version,
  );
  // The row's own is that of the draft.
  const destination = await database().prisma.connection.findUniqueOrThrow({
    where: { id: definition.destination.connection },
  });
  const plan = await planPolicy(sync.workspaceId, definition);
  const decide = compileDecision(definition, {
    workspaceId: sync.workspaceId,
    syncId: sync.id,
    destinationConnectionId: destination.id,
    sha256: sha256Binary,
    plan: plan?.policy ?? null,
  });
  return {
    sync: {
      ...sync,
      version: sync.version,
      destinationConnectionId: destination.id,
    },
    definition,
    decide,
    personOf: STREAMS[definition.source.stream].personOf,
    target: segmentTarget(destination),
    limits: limitsOf(destination),
    planRevision: plan?.revision ?? null,
  };
}

const mayRun = ({ status, drainingSince }: Sync) =>
  status === "live" || drainingSince !== null;

/** The cursor as it stood when this execution took it; the commit is fenced by both. */
export type Claim = {
  position: string;
  owner: string;
  connectionId: string;
  stream: string;
};

/**
 * Takes the cursor and clears the flag "has news": whatever comes after that
 * sets it again, and the one before the end of a run looks at it.
 */
export async function claimCursor(
  syncId: string,
  owner: string,
): Promise<Claim | null> {
  const { rows } = await database().pool.query<{
    position: string;
    connection_id: string;
    stream: string;
  }>(
    `UPDATE data.cursor SET owner = $2, owned_at = now(), has_news = false WHERE sync_id = $1
     RETURNING position, connection_id, stream`,
    [syncId, owner],
  );
  const [row] = rows;
  return row === undefined
    ? null
    : {
        position: row.position,
        owner,
        connectionId: row.connection_id,
        stream: row.stream,
      };
}

/** Somebody else took the cursor since: what this execution did must not be booked. */
export class FencedError extends Error {
  override readonly name = "FencedError";
}

/** Moves the cursor, only if it still stands where the chunk began and is still ours. */
export async function moveCursor(
  client: pg.PoolClient,
  syncId: string,
  claim: Claim,
  to: string,
): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE data.cursor SET position = $4 WHERE sync_id = $1 AND position = $2 AND owner = $3",
    [syncId, claim.position, claim.owner, to],
  );
  if (rowCount !== 1)
    throw new FencedError("The cursor was taken by another execution");
}

/**
 * Throws when the sync sends elsewhere by now: what this chunk would leave
 * pending would go there. The caller holds the cursor, as a publish does.
 */
export async function requireSameDestination(
  client: Pick<pg.PoolClient, "query">,
  { sync }: Work,
): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM syncs s JOIN ${LIVE_VERSION_SQL} WHERE s.id = $1 AND ${endSql("destination")} = $2`,
    [sync.id, sync.destinationConnectionId],
  );
  if (rowCount !== 1)
    throw new FencedError("The sync sends to another destination by now");
}
