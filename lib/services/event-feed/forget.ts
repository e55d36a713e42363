import { database, inTransaction } from "../../db";
import { requireFeed, type Feed } from "./feed-state";

const ROWS_AT_ONCE = 20_000;
const BATCHES_MAX = 50;

/** Deletes some of what a feed kept. Answers whether there may be more. */
export async function clearSome({
  connectionId,
}: Pick<Feed, "connectionId">): Promise<boolean> {
  const deleted = [
    await deleteSome("event", connectionId),
    await deleteSome("event_dirty", connectionId),
    await deleteSome("event_presence", connectionId),
  ];
  return deleted.includes(true);
}

/** The same of its events alone. */
export const clearEvents = ({ connectionId }: Pick<Feed, "connectionId">) =>
  deleteSome("event", connectionId);

async function deleteSome(
  table: "event" | "event_dirty" | "event_presence",
  connectionId: string,
): Promise<boolean> {
  const { rowCount } = await database().pool.query(
    `DELETE FROM data.${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM data.${table} WHERE connection_id = $1 LIMIT ${ROWS_AT_ONCE}))`,
    [connectionId],
  );
  return rowCount === ROWS_AT_ONCE;
}

/** The last trait is gone, and all that was computed and kept for it. */
export async function endFeed(feed: Feed): Promise<void> {
  await inTransaction(async (client) => {
    await requireFeed(client, feed);
    await client.query(
      "DELETE FROM data.event_feed WHERE connection_id = $1 AND is_ending",
      [feed.connectionId],
    );
  });
}

/** Deletes what was kept of connections that are gone: events some at a time. */
export async function forgetEvents(): Promise<void> {
  const { pool } = database();
  const { rows } = await pool.query<{ connectionId: string }>(
    `WITH RECURSIVE kept AS (
       (SELECT connection_id FROM data.event ORDER BY connection_id LIMIT 1)
       UNION ALL
       SELECT (SELECT e.connection_id FROM data.event e WHERE e.connection_id > kept.connection_id ORDER BY e.connection_id LIMIT 1)
       FROM kept WHERE kept.connection_id IS NOT NULL)
     SELECT connection_id AS "connectionId" FROM kept
     WHERE connection_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.connections c WHERE c.id = kept.connection_id)`,
  );
  for (const one of rows)
    for (let batch = 0; batch < BATCHES_MAX; batch += 1)
      if (!(await clearEvents(one))) break;
  for (const log of ["event_dirty", "event_presence"])
    await pool.query(
      `DELETE FROM data.${log} l WHERE NOT EXISTS (SELECT FROM data.event_feed f WHERE f.connection_id = l.connection_id)`,
    );
}
