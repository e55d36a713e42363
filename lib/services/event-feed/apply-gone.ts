import { database, inTransaction } from "../../db";
import { requireFeed, type Feed } from "./feed-state";

const ROWS_AT_ONCE = 5_000;

/** Forgets the events whose records are gone, as far as the feed has read. Answers whether there may be more. */
export async function applyGone(feed: Feed): Promise<boolean> {
  const waiting = await database().pool.query(
    "SELECT FROM data.event_gone WHERE connection_id = $1 LIMIT 1",
    [feed.connectionId],
  );
  if (waiting.rowCount === 0) return false;
  return inTransaction(async (client) => {
    const { connectionId, position } = await requireFeed(client, feed);
    const { rows } = await client.query<{ gone: string }>(
      `WITH gone AS (
         DELETE FROM data.event_gone WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM data.event_gone WHERE connection_id = $1 AND at <= $2 ORDER BY at LIMIT ${ROWS_AT_ONCE}))
         RETURNING key, at
       ), deleted AS (
         DELETE FROM data.event e USING gone g WHERE e.connection_id = $1 AND e.key = g.key AND e.arrived < g.at RETURNING e.person
       ), dirty AS (
         INSERT INTO data.event_dirty (connection_id, person) SELECT DISTINCT $1, person FROM deleted
       )
       SELECT count(*) AS gone FROM gone`,
      [connectionId, position],
    );
    return Number(rows[0]?.gone) === ROWS_AT_ONCE;
  });
}
