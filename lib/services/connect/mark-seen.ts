import type pg from "pg";

/** Remembers under which of Heap's ids records were taken in: of the others no merge is told. */
export async function markSeen(
  client: Pick<pg.PoolClient, "query">,
  connectionId: string,
  userIds: readonly string[],
): Promise<void> {
  await client.query(
    `INSERT INTO data.heap_seen (connection_id, user_id)
     SELECT $1, user_id FROM unnest($2::text[]) AS user_id ORDER BY user_id ON CONFLICT DO NOTHING`,
    [connectionId, [...new Set(userIds)]],
  );
}
