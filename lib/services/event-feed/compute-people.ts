import type pg from "pg";
import { database, inTransaction } from "../../db";
import type { TraitDefinition } from "../../traits/definition";
import { computeSql } from "../../traits/sql/compute-sql";
import { requireFeed, type Feed } from "./feed-state";

export type Computing = {
  feed: Feed;
  definitions: readonly TraitDefinition[];
  now: Date;
};

type Computed = { person: string; traits: string; isGone: boolean };

/** Of a person, where something is to be told: other traits, somebody new, or of whom nothing is known any more. */
const DIFFERS = `(u.traits IS DISTINCT FROM c.traits OR u.changed = 0 OR (NOT u.is_listed AND u.is_gone <> c.is_gone))`;

/**
 * Computes people's traits and keeps those that differ. The long part, reading
 * their events, holds no lock: what comes meanwhile marks them again. `commit`
 * settles, in the transaction that keeps, what they were computed for.
 */
export async function computePeople(
  computing: Computing,
  persons: readonly string[],
  commit: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const computed = await compute(computing, persons);
  const { feed } = computing;
  await inTransaction(async (client) => {
    await requireFeed(client, feed);
    if (computed.length > 0) await keep(client, feed.connectionId, computed);
    await commit(client);
  });
}

/** Whoever became another has no traits left: they went with the events. */
async function compute(
  { feed, definitions, now }: Computing,
  persons: readonly string[],
): Promise<Computed[]> {
  const { connectionId, isEnding } = feed;
  const own = computeSql({ connectionId, persons, definitions, now });
  const connection = `$${own.values.length + 1}::text`;
  const ending = `$${own.values.length + 2}::boolean`;
  const { rows } = await database().pool.query<Computed>({
    text: `WITH own AS (${own.text}), c AS (
        SELECT person, NOT has_events OR ${ending} AS is_gone,
          CASE WHEN NOT has_events AND EXISTS (SELECT FROM data.heap_migration m WHERE m.connection_id = ${connection} AND m.from_user_id = own.person)
            THEN '{}' ELSE traits END AS traits
        FROM own)
      SELECT c.person, c.traits::text AS traits, c.is_gone AS "isGone" FROM c
      JOIN data.heap_user u ON u.connection_id = ${connection} AND u.user_id = c.person WHERE ${DIFFERS} ORDER BY c.person`,
    values: [...own.values, connectionId, isEnding],
  });
  return rows;
}

/** The number of the change is drawn first: readers wait for whoever holds one, and nobody should wait long. */
async function keep(
  client: pg.PoolClient,
  connectionId: string,
  computed: readonly Computed[],
): Promise<void> {
  const drawn = await client.query<{ change: string }>(
    "SELECT data.next_change($1) AS change",
    [connectionId],
  );
  await client.query(
    `UPDATE data.heap_user u SET traits = c.traits, changed = $5, is_gone = CASE WHEN u.is_listed THEN u.is_gone ELSE c.is_gone END
     FROM unnest($2::text[], $3::jsonb[], $4::boolean[]) AS c (person, traits, is_gone)
     WHERE u.connection_id = $1 AND u.user_id = c.person AND ${DIFFERS}`,
    [
      connectionId,
      computed.map(({ person }) => person),
      computed.map(({ traits }) => traits),
      computed.map(({ isGone }) => isGone),
      drawn.rows[0]?.change,
    ],
  );
}
