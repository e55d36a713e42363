import type pg from "pg";

/** Heap's map is whole, so that one hop is enough; more are for maps that are not. */
const HOPS_MAX = 16;

/** Who one of Heap's users is by now. */
export type HeapPerson = {
  userId: string;
  identity: string | null;
  email: string | null;
};

/**
 * Whom Heap's users became, by the migrations known so far, and their identities.
 * A loop of migrations ends where it began: then nobody became anybody.
 */
export async function resolvePeople(
  client: Pick<pg.PoolClient, "query">,
  connectionId: string,
  userIds: readonly string[],
): Promise<(userId: string) => HeapPerson> {
  const wanted = [...new Set(userIds)];
  const last = await followMigrations(client, connectionId, wanted);
  const known = await readUsers(client, connectionId, [
    ...new Set(last.values()),
  ]);
  return (userId) => {
    const now = last.get(userId) ?? userId;
    return known.get(now) ?? { userId: now, identity: null, email: null };
  };
}

async function followMigrations(
  client: Pick<pg.PoolClient, "query">,
  connectionId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const next = new Map<string, string>();
  let asked: string[] = [...userIds];
  for (let hop = 0; hop < HOPS_MAX && asked.length > 0; hop += 1) {
    const { rows } = await client.query<{ from: string; to: string }>(
      `SELECT from_user_id AS from, to_user_id AS to FROM data.heap_migration
       WHERE connection_id = $1 AND from_user_id = ANY($2)`,
      [connectionId, asked],
    );
    for (const { from, to } of rows) next.set(from, to);
    asked = [...new Set(rows.map(({ to }) => to))].filter(
      (to) => !next.has(to),
    );
  }
  return new Map(userIds.map((userId) => [userId, lastOf(next, userId)]));
}

function lastOf(next: ReadonlyMap<string, string>, userId: string): string {
  const passed = new Set([userId]);
  let at = userId;
  for (let to = next.get(at); to !== undefined; to = next.get(at)) {
    if (passed.has(to)) return userId;
    passed.add(to);
    at = to;
  }
  return at;
}

async function readUsers(
  client: Pick<pg.PoolClient, "query">,
  connectionId: string,
  userIds: readonly string[],
): Promise<Map<string, HeapPerson>> {
  const { rows } = await client.query<HeapPerson>(
    `SELECT user_id AS "userId", identity, email FROM data.heap_user
     WHERE connection_id = $1 AND user_id = ANY($2) AND NOT is_gone`,
    [connectionId, userIds],
  );
  return new Map(rows.map((person) => [person.userId, person]));
}
