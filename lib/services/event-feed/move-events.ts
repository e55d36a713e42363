import type pg from "pg";
import { database, inTransaction } from "../../db";
import { requireFeed, type Feed } from "./feed-state";
import { keepUnlisted } from "./keep-people";
import { identityOf, resolvePersons } from "./persons";

const PEOPLE_AT_ONCE = 1_000;

/**
 * Gives the events of people who became others to these; both are computed anew.
 * Those that are gone stay behind: they move when they come back. Answers whether
 * there may be more.
 */
export async function moveEvents(feed: Feed): Promise<boolean> {
  const { connectionId } = feed;
  const waiting = await database().pool.query(
    "SELECT FROM data.event_dirty WHERE connection_id = $1 AND is_moved LIMIT 1",
    [connectionId],
  );
  if (waiting.rowCount === 0) return false;
  return inTransaction(async (client) => {
    await requireFeed(client, feed);
    const { rows } = await client.query<{ person: string }>(
      `DELETE FROM data.event_dirty WHERE connection_id = $1 AND id = ANY(ARRAY(
         SELECT id FROM data.event_dirty WHERE connection_id = $1 AND is_moved ORDER BY id LIMIT ${PEOPLE_AT_ONCE}))
       RETURNING person`,
      [connectionId],
    );
    const persons = [...new Set(rows.map(({ person }) => person))];
    if (persons.length > 0) await move(client, connectionId, persons);
    return rows.length === PEOPLE_AT_ONCE;
  });
}

async function move(
  client: pg.PoolClient,
  connectionId: string,
  persons: readonly string[],
): Promise<void> {
  const personOf = await resolvePersons(client, connectionId, persons);
  const moved = persons.filter((person) => personOf(person) !== person);
  const { rows } = await client.query<{ person: string }>(
    `WITH moved AS (
       UPDATE data.event e SET person = m.now FROM unnest($2::text[], $3::text[]) AS m (person, now)
       WHERE e.connection_id = $1 AND e.person = m.person AND NOT e.is_gone RETURNING e.person)
     SELECT DISTINCT person FROM moved`,
    [connectionId, moved, moved.map(personOf)],
  );
  await noteIdentities(client, connectionId, moved, personOf);
  const targets = rows.map(({ person }) => person);
  await keepUnlisted(
    client,
    connectionId,
    new Map(targets.map((person) => [person, null])),
  );
  await client.query(
    "INSERT INTO data.event_dirty (connection_id, person) SELECT $1, unnest($2::text[])",
    [connectionId, [...persons, ...targets]],
  );
}

/** Whoever compares people with what was sent must not take such a person for one who is gone. */
async function noteIdentities(
  client: pg.PoolClient,
  connectionId: string,
  moved: readonly string[],
  personOf: (person: string) => string,
): Promise<void> {
  const identities = moved.filter((person) => identityOf(person) !== null);
  await client.query(
    `INSERT INTO data.heap_migration AS known (connection_id, from_user_id, to_user_id, seen_in, is_told)
     SELECT $1, person, now, 0, true FROM unnest($2::text[], $3::text[]) AS t (person, now) ORDER BY person
     ON CONFLICT (connection_id, from_user_id) DO UPDATE SET to_user_id = excluded.to_user_id`,
    [connectionId, identities, identities.map(personOf)],
  );
}
