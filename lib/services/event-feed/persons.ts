import type pg from "pg";
import { resolvePeople } from "../connect/people";

type Client = Pick<pg.PoolClient, "query">;

const PREFIX = "identity:";

/** The person of an identity that no user is known by. */
export const identityPerson = (identity: string) => `${PREFIX}${identity}`;

/** The identity of such a person; null for a user. */
export const identityOf = (person: string) =>
  person.startsWith(PREFIX) ? person.slice(PREFIX.length) : null;

/**
 * Who people are by now: a user whom another became is that other, and an
 * identity is the user who is known by it.
 */
export async function resolvePersons(
  client: Client,
  connectionId: string,
  persons: readonly string[],
): Promise<(person: string) => string> {
  const identities = persons.flatMap((person) => identityOf(person) ?? []);
  const users = await usersByIdentity(client, connectionId, identities);
  const first = (person: string) => {
    const identity = identityOf(person);
    return identity === null ? person : (users.get(identity) ?? person);
  };
  const personOf = await resolvePeople(
    client,
    connectionId,
    persons.map(first),
  );
  return (person) => personOf(first(person)).userId;
}

async function usersByIdentity(
  client: Client,
  connectionId: string,
  identities: readonly string[],
): Promise<Map<string, string>> {
  if (identities.length === 0) return new Map();
  const { rows } = await client.query<{ identity: string; user_id: string }>(
    `SELECT DISTINCT ON (identity) identity, user_id FROM data.heap_user
     WHERE connection_id = $1 AND identity = ANY($2) AND char_length(identity) <= 512 AND NOT is_gone AND user_id <> $3 || identity
     ORDER BY identity, is_listed DESC, user_id`,
    [connectionId, [...new Set(identities)], PREFIX],
  );
  return new Map(rows.map(({ identity, user_id }) => [identity, user_id]));
}
