import { isOfEvents, kindOfTable } from "../../connectors/heap/connect/tables";
import { inTransaction } from "../../db";
import { readIncluded } from "../connect/tables";
import { requireFeed, type Feed } from "./feed-state";
import { clearEvents } from "./forget";
import { notePresence } from "./note";

const ROWS_AT_ONCE = 20_000;

/**
 * Makes room for a feed: deletes what is left of an earlier one, some at a time,
 * and then notes which records of the inbox are gone from Connect's tables by now.
 */
export async function beginFeed(feed: Feed): Promise<void> {
  if (await clearEvents(feed)) return;
  const { connectionId } = feed;
  const tables = await readIncluded(connectionId);
  for (const table of tables)
    if (isOfEvents(kindOfTable(table.name))) await noteGoneRows(feed, table);
  await inTransaction(async (client) => {
    await requireFeed(client, feed);
    await client.query(
      "UPDATE data.event_feed SET has_begun = true WHERE connection_id = $1",
      [connectionId],
    );
  });
}

/** Each batch is a commit of its own: whoever posts events waits for a barrier that waits for whoever notes. */
async function noteGoneRows(
  feed: Feed,
  { id, event }: { id: number; event: string },
): Promise<void> {
  let after: string | undefined = "";
  while (after !== undefined) {
    const from: string = after;
    after = await inTransaction(async (client) => {
      await requireFeed(client, feed);
      const { rows } = await client.query<{ key: string }>(
        `SELECT key FROM data.connect_row WHERE table_id = $1 AND key > $2 AND is_gone ORDER BY key LIMIT ${ROWS_AT_ONCE}`,
        [id, from],
      );
      const keys = rows.map(({ key }) => key);
      const gone = { event, keys, isGone: true };
      await notePresence(client, feed.connectionId, gone);
      return keys.length === ROWS_AT_ONCE ? keys.at(-1) : undefined;
    });
  }
}
