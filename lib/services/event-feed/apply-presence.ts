import { database, inTransaction } from "../../db";
import { requireFeed, type Feed } from "./feed-state";

const ROWS_AT_ONCE = 5_000;

/**
 * Leaves out the events whose records are gone, and takes those in that are back,
 * as far as the feed has read: whose they are may be another by now. Answers
 * whether there may be more.
 */
export async function applyPresence(feed: Feed): Promise<boolean> {
  const waiting = await database().pool.query(
    "SELECT FROM data.event_presence WHERE connection_id = $1 LIMIT 1",
    [feed.connectionId],
  );
  if (waiting.rowCount === 0) return false;
  return inTransaction(async (client) => {
    const { connectionId, position } = await requireFeed(client, feed);
    const { rows } = await client.query<{ told: string }>(
      `WITH told AS (
         DELETE FROM data.event_presence WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM data.event_presence WHERE connection_id = $1 AND at <= $2 ORDER BY at LIMIT ${ROWS_AT_ONCE}))
         RETURNING key, is_gone, at
       ), last AS (
         SELECT DISTINCT ON (key) key, is_gone, at FROM told ORDER BY key, at DESC
       ), changed AS (
         UPDATE data.event e SET is_gone = l.is_gone FROM last l
         WHERE e.connection_id = $1 AND e.key = l.key AND e.arrived < l.at AND e.is_gone <> l.is_gone RETURNING e.person
       ), dirty AS (
         INSERT INTO data.event_dirty (connection_id, person, is_moved) SELECT DISTINCT $1, person, true FROM changed
       )
       SELECT count(*) AS told FROM told`,
      [connectionId, position],
    );
    return Number(rows[0]?.told) === ROWS_AT_ONCE;
  });
}
