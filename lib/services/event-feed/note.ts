import type pg from "pg";
import { sha256Bytes } from "../../crypto";
import { eventTable } from "../../sync/heap-event";
import { uuidArray } from "../inbox/binary-arrays";
import { identityPerson } from "./persons";

type Client = Pick<pg.PoolClient, "query">;

const HAS_FEED =
  "EXISTS (SELECT FROM data.event_feed WHERE connection_id = $1)";

/**
 * Notes, where traits are computed, people who may be others by now. Here as
 * below the number of a change is drawn before: a feed that begins waits for
 * whoever holds one. Either it sees what is done here, or this sees the feed.
 */
export async function noteMoved(
  client: Client,
  connectionId: string,
  persons: readonly string[],
): Promise<void> {
  if (persons.length === 0) return;
  await client.query("SELECT data.next_change($1)", [connectionId]);
  await client.query(
    `INSERT INTO data.event_dirty (connection_id, person, is_moved)
     SELECT $1, person, true FROM unnest($2::text[]) AS person WHERE ${HAS_FEED}`,
    [connectionId, persons],
  );
}

/** Notes users that are new, and identities that were people of their own until now. The caller has drawn the number of its change. */
export async function noteUsers(
  client: Client,
  connectionId: string,
  users: readonly { userId: string; identity: unknown; isNew: boolean }[],
): Promise<void> {
  const identities = users.flatMap(({ identity }) =>
    typeof identity === "string" ? [identityPerson(identity)] : [],
  );
  await client.query(
    `INSERT INTO data.event_dirty (connection_id, person, is_moved)
     SELECT $1, person, true FROM unnest($2::text[]) AS person WHERE ${HAS_FEED}
     UNION ALL
     SELECT $1, user_id, true FROM data.heap_user WHERE connection_id = $1 AND user_id = ANY($3) AND ${HAS_FEED}`,
    [
      connectionId,
      users.flatMap(({ userId, isNew }) => (isNew ? [userId] : [])),
      identities,
    ],
  );
}

/** Notes, where traits are computed, events whose rows their table no longer holds, or holds again as they were. */
export async function notePresence(
  client: Client,
  connectionId: string,
  {
    event,
    keys,
    isGone,
  }: { event: string; keys: readonly string[]; isGone: boolean },
): Promise<void> {
  if (keys.length === 0) return;
  const recordKeys = keys.map((key) =>
    [connectionId, "events", eventTable(event), key].join(":"),
  );
  const drawn = await client.query<{ at: string }>(
    "SELECT data.next_change($1) AS at",
    [connectionId],
  );
  await client.query(
    `INSERT INTO data.event_presence (connection_id, key, is_gone, at)
     SELECT $1, key, $3, $4 FROM unnest($2::uuid[]) AS key WHERE ${HAS_FEED}`,
    [
      ...[connectionId, uuidArray(recordKeys.map(sha256Bytes)), isGone],
      drawn.rows[0]?.at,
    ],
  );
}
