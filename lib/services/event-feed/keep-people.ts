import type pg from "pg";
import { resolvePeople } from "../connect/people";
import type { EventRow } from "./event-row";
import { identityOf, identityPerson } from "./persons";

type Client = Pick<pg.PoolClient, "query">;

/**
 * Keeps whoever has events among a connection's people, by what the events tell
 * of them. Nobody is told of somebody new before there are traits to tell.
 */
export async function keepUnlisted(
  client: Client,
  connectionId: string,
  identities: ReadonlyMap<string, string | null>,
): Promise<void> {
  if (identities.size === 0) return;
  const people = [...identities].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const records = people.map(([person, identity]) => ({
    user_id: identityOf(person) === null ? person : null,
    identity: identityOf(person) ?? identity,
  }));
  const values = [
    connectionId,
    people.map(([person]) => person),
    records.map(({ identity }) => identity),
    records.map((record) => JSON.stringify(record)),
  ];
  // Apart, since to ask for a conflict would write to each row that is there: most are.
  await client.query(
    `INSERT INTO data.heap_user (connection_id, user_id, identity, record, is_listed)
     SELECT $1, person, identity, record, false FROM unnest($2::text[], $3::text[], $4::json[]) AS t (person, identity, record)
     WHERE NOT EXISTS (SELECT FROM data.heap_user u WHERE u.connection_id = $1 AND u.user_id = t.person)
     ON CONFLICT DO NOTHING`,
    values,
  );
  await client.query(
    `UPDATE data.heap_user u SET identity = t.identity, record = t.record, changed = 0
     FROM unnest($2::text[], $3::text[], $4::json[]) AS t (person, identity, record)
     WHERE u.connection_id = $1 AND u.user_id = t.person AND NOT u.is_listed AND t.identity IS NOT NULL
       AND u.identity IS DISTINCT FROM t.identity`,
    values,
  );
}

/** Keeps the users whom events name, and notes whose identity is a user's by now. */
export async function keepNamedUsers(
  client: Client,
  connectionId: string,
  rows: readonly EventRow[],
): Promise<void> {
  const named = rows.flatMap(({ userId, identity }) =>
    userId === null ? [] : [{ userId, identity }],
  );
  const userIds = named.map(({ userId }) => userId);
  const personOf = await resolvePeople(client, connectionId, userIds);
  const identities = new Map<string, string | null>();
  for (const { userId, identity } of named) {
    const person = personOf(userId).userId;
    identities.set(person, identity ?? identities.get(person) ?? null);
  }
  await keepUnlisted(client, connectionId, identities);
  await client.query(
    `INSERT INTO data.event_dirty (connection_id, person, is_moved)
     SELECT $1, user_id, true FROM data.heap_user WHERE connection_id = $1 AND user_id = ANY($2) AND NOT is_gone`,
    [
      connectionId,
      [...new Set(named.flatMap(({ identity }) => identity ?? []))].map(
        identityPerson,
      ),
    ],
  );
}
