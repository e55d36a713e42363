import { setImmediate as yieldToOthers } from "node:timers/promises";
import type pg from "pg";
import { inTransaction } from "../../db";
import { textArray, uuidArray } from "../inbox/binary-arrays";
import { toEventRow, type Arrived, type EventRow } from "./event-row";
import { FeedTakenError, requireFeed, type Feed } from "./feed-state";
import { keepNamedUsers, keepUnlisted } from "./keep-people";
import { resolvePersons } from "./persons";
import { readArrived } from "./read-arrived";

const RECORDS_AT_ONCE = 200;

/**
 * Takes in what came after a feed's position; a later generation of a record
 * takes the place of the former. Answers whether there may be more.
 */
export async function feedEvents(feed: Feed): Promise<boolean> {
  const { connectionId } = feed;
  const { records, to, isMore } = await readArrived(feed);
  const rows = await toRows(records);
  await inTransaction(async (client) => {
    const now = await requireFeed(client, feed);
    if (now.position !== feed.position)
      throw new FeedTakenError("The feed stands elsewhere by now");
    if (rows.length > 0) await keepRows(client, now, rows);
    await client.query(
      "UPDATE data.event_feed SET position = $2 WHERE connection_id = $1",
      [connectionId, to],
    );
  });
  return isMore;
}

/** The last of each record. */
async function toRows(records: readonly Arrived[]): Promise<EventRow[]> {
  const rows = new Map<string, EventRow>();
  for (const [index, record] of records.entries()) {
    if (index % RECORDS_AT_ONCE === 0) await yieldToOthers();
    const row = toEventRow(record);
    if (row !== null) rows.set(record.recordKey, row);
  }
  return [...rows.values()];
}

async function keepRows(
  client: pg.PoolClient,
  feed: Feed,
  rows: readonly EventRow[],
): Promise<void> {
  const { connectionId } = feed;
  await keepNamedUsers(client, connectionId, rows);
  const personOf = await resolvePersons(
    client,
    connectionId,
    rows.map(({ person }) => person),
  );
  const owned = rows.map((row) => ({ ...row, person: personOf(row.person) }));
  await keepUnlisted(
    client,
    connectionId,
    new Map(
      owned
        .filter(({ userId }) => userId === null)
        .map(({ person, identity }) => [person, identity]),
    ),
  );
  await keepEvents(client, feed, owned);
}

async function keepEvents(
  client: pg.PoolClient,
  feed: Feed,
  rows: readonly EventRow[],
): Promise<void> {
  await client.query({
    name: "keep-events",
    text: `WITH input AS (
        SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
          AS t (key, person, event, ms, session_id, properties, arrived)
      ), former AS (
        SELECT e.person FROM data.event e JOIN input i ON e.connection_id = $1 AND e.key = i.key AND e.person <> i.person
      ), kept AS (
        INSERT INTO data.event AS known (connection_id, key, person, event, time, session_id, properties, arrived)
        SELECT $1, key, person, event, 'epoch'::timestamptz + ms * interval '1 millisecond', nullif(session_id, ''), properties::jsonb, arrived
        FROM input ORDER BY key
        ON CONFLICT (connection_id, key) DO UPDATE SET person = excluded.person, event = excluded.event, time = excluded.time,
          session_id = excluded.session_id, properties = excluded.properties, arrived = excluded.arrived, is_gone = false
          WHERE known.arrived < excluded.arrived
        RETURNING person
      )
      INSERT INTO data.event_dirty (connection_id, person)
      SELECT $1, person FROM (SELECT person FROM kept UNION SELECT person FROM former) AS own WHERE $9`,
    values: [
      feed.connectionId,
      uuidArray(rows.map(({ key }) => key)),
      textArray(rows.map(({ person }) => person)),
      textArray(rows.map(({ event }) => event)),
      rows.map(({ timeMs }) => timeMs),
      textArray(rows.map(({ sessionId }) => sessionId)),
      textArray(rows.map(({ properties }) => properties)),
      rows.map(({ arrived }) => arrived),
      !isBeforePass(feed),
    ],
  });
}

/** A pass over everybody that has yet to begin will come by whoever has news. */
const isBeforePass = ({ revision, computedRevision, passAt }: Feed) =>
  computedRevision < revision && passAt === "";
