import type pg from "pg";
import { database } from "../../db";
import { newSecret } from "../../ids";

export type FeedClaim = { connectionId: string; owner: string };

export type Feed = FeedClaim & {
  /** How far the inbox was read. */
  position: string;
  hasBegun: boolean;
  isEnding: boolean;
  revision: number;
  computedRevision: number;
  /** The last user_id of the pass at work; empty: it begins. */
  passAt: string;
  agedAt: Date | null;
};

/** Another execution took the feed, or it ended: what this one read must not be kept. */
export class FeedTakenError extends Error {
  override readonly name = "FeedTakenError";
}

const COLUMNS = `connection_id AS "connectionId", owner, position, has_begun AS "hasBegun", is_ending AS "isEnding", revision,
  computed_revision AS "computedRevision", pass_at AS "passAt", aged_at AS "agedAt"`;

/** Takes a connection's feed for this execution; whoever held it can't commit any more. Null where there is none. */
export async function claimFeed(connectionId: string): Promise<Feed | null> {
  const { rows } = await database().pool.query<Feed>(
    `UPDATE data.event_feed SET owner = $2 WHERE connection_id = $1 RETURNING ${COLUMNS}`,
    [connectionId, newSecret()],
  );
  return rows[0] ?? null;
}

/** The feed as it is now. Throws FeedTakenError. */
export async function readFeed({
  connectionId,
  owner,
}: FeedClaim): Promise<Feed> {
  const { rows } = await database().pool.query<Feed>(
    `SELECT ${COLUMNS} FROM data.event_feed WHERE connection_id = $1 AND owner = $2`,
    [connectionId, owner],
  );
  return held(rows);
}

/**
 * Locks the feed until the transaction ends, and keeps an import from changing
 * the same people meanwhile: both would wait for each other's rows. Throws
 * FeedTakenError, also where the definitions are others than they were.
 */
export async function requireFeed(
  client: Pick<pg.PoolClient, "query">,
  { connectionId, owner, revision }: Feed,
): Promise<Feed> {
  await client.query(
    "SELECT FROM data.connect_import WHERE connection_id = $1 FOR UPDATE",
    [connectionId],
  );
  const { rows } = await client.query<Feed>(
    `SELECT ${COLUMNS} FROM data.event_feed WHERE connection_id = $1 AND owner = $2 AND revision = $3 FOR UPDATE`,
    [connectionId, owner, revision],
  );
  return held(rows);
}

function held([feed]: readonly Feed[]): Feed {
  if (feed === undefined)
    throw new FeedTakenError("The feed is another execution's by now");
  return feed;
}
