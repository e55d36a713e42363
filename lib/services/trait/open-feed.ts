import type pg from "pg";

/**
 * Says that a connection's definitions changed: everybody is computed anew. The
 * first one begins the feed with all that the inbox holds; a feed that is about
 * to end begins again. Answers the revision; the feed stays locked.
 */
export async function changeFeed(
  client: pg.PoolClient,
  connectionId: string,
): Promise<number> {
  const { rows } = await client.query<{ revision: number }>(
    `INSERT INTO data.event_feed AS known (connection_id) VALUES ($1)
     ON CONFLICT (connection_id) DO UPDATE SET revision = known.revision + 1, pass_at = '', pass_done = 0, is_ending = false,
       has_begun = known.has_begun AND NOT known.is_ending, position = CASE WHEN known.is_ending THEN 0 ELSE known.position END
     RETURNING revision`,
    [connectionId],
  );
  return rows[0]?.revision ?? 1;
}

/** Without a trait there is nothing to keep events for. */
export async function endFeedIfUnused(
  client: pg.PoolClient,
  connectionId: string,
): Promise<void> {
  await client.query(
    `UPDATE data.event_feed SET is_ending = true WHERE connection_id = $1
       AND NOT EXISTS (SELECT FROM computed_traits WHERE connection_id = $1)`,
    [connectionId],
  );
}
