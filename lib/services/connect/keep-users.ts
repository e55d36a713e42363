import type pg from "pg";
import { noteUsers } from "../event-feed/note";
import { appendRecords } from "./append-records";
import type { BookedRow } from "./book-rows";
import { markSeen } from "./mark-seen";
import { resolvePeople } from "./people";
import type { TablePlace } from "./place";

/**
 * Keeps users as they are now, and appends those that are new or changed to the
 * stream `users`. One that became another is that other by now: its own row tells.
 */
export async function keepUsers(
  client: pg.PoolClient,
  { connectionId }: TablePlace,
  rows: readonly BookedRow[],
): Promise<void> {
  const values = rows.map(({ record, userId }) => ({
    ...{ user_id: userId },
    ...record,
  }));
  await client.query(
    `INSERT INTO data.heap_user AS known (connection_id, user_id, identity, email, record, changed)
     SELECT $1, t.*, next.change FROM (SELECT data.next_change($1) AS change) AS next,
       unnest($2::text[], $3::text[], $4::text[], $5::json[]) AS t (user_id, identity, email, record) ORDER BY 2
     ON CONFLICT (connection_id, user_id) DO UPDATE
       SET identity = excluded.identity, email = excluded.email, record = excluded.record,
         is_listed = true, is_gone = false, changed = excluded.changed`,
    [
      connectionId,
      rows.map(({ userId }) => userId),
      rows.map(({ record }) => record.identity),
      rows.map(({ record }) => record.email),
      values.map((value) => JSON.stringify(value)),
    ],
  );
  await noteUsers(
    client,
    connectionId,
    rows.map(({ userId, record, generation }) => ({
      ...{ userId, identity: record.identity, isNew: generation === 0 },
    })),
  );
  const personOf = await resolvePeople(
    client,
    connectionId,
    rows.map(({ userId }) => userId),
  );
  const records = rows.flatMap(({ userId, generation }, index) => {
    const value = values[index];
    if (value === undefined || personOf(userId).userId !== userId) return [];
    return [{ value, generation }];
  });
  await appendRecords(client, connectionId, "users", records);
  await markSeen(
    client,
    connectionId,
    records.map(({ value }) => value.user_id),
  );
}
