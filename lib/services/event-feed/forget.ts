import { database, inTransaction } from "../../db";
import { requireFeed, type Feed } from "./feed-state";

const ROWS_AT_ONCE = 20_000;
const BATCHES_MAX = 50;

/** Deletes some of what a feed kept. Answers whether there may be more. */
export async function clearSome(feed: Feed): Promise<boolean> {
  const deleted = [
    await deleteSome("event", feed),
    await deleteSome("event_dirty", feed),
    await deleteSome("event_presence", feed),
  ];
  return deleted.includes(true);
}

/** The same of its events alone. */
export const clearEvents = (feed: Feed) => deleteSome("event", feed);

/** By an index: a scan would pass all that is deleted already, each time. */
const ORDER = {
  event: "key",
  event_dirty: "id",
  event_presence: "at",
} as const;

type Holder = Pick<Feed, "connectionId" | "owner" | "revision">;

/** A feed deletes while it is its owner's only: what another one keeps by now stays. Without an owner the connection is gone. */
async function deleteSome(
  table: keyof typeof ORDER,
  { connectionId, owner, revision }: Holder | OfNobody,
): Promise<boolean> {
  const { rowCount } = await database().pool.query(
    `DELETE FROM data.${table} WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM data.${table} WHERE connection_id = $1
         AND ($2::text IS NULL OR EXISTS (SELECT FROM data.event_feed WHERE connection_id = $1 AND owner = $2 AND revision = $3))
       ORDER BY ${ORDER[table]} LIMIT ${ROWS_AT_ONCE}))`,
    [connectionId, owner, revision],
  );
  return rowCount === ROWS_AT_ONCE;
}

type OfNobody = { connectionId: string; owner: null; revision: null };

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
  for (const { connectionId } of rows)
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
      const nobody = { connectionId, owner: null, revision: null };
      if (!(await deleteSome("event", nobody))) break;
    }
  for (const log of ["event_dirty", "event_presence"])
    await pool.query(
      `DELETE FROM data.${log} l WHERE NOT EXISTS (SELECT FROM data.event_feed f WHERE f.connection_id = l.connection_id)`,
    );
}
