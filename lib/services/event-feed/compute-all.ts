import { database } from "../../db";
import { computePeople, type Computing } from "./compute-people";

const PEOPLE_AT_ONCE = 5_000;

/**
 * A definition is new or changed: goes over everybody, in the order of their
 * ids, some at a time. Answers whether there may be more.
 */
export async function computeAll(computing: Computing): Promise<boolean> {
  const { connectionId, revision, computedRevision, passAt } = computing.feed;
  if (computedRevision === revision) return false;
  if (passAt === "") await countPeople(connectionId);
  const { rows } = await database().pool.query<{ user_id: string }>(
    `SELECT user_id FROM data.heap_user WHERE connection_id = $1 AND user_id > $2 ORDER BY user_id LIMIT ${PEOPLE_AT_ONCE}`,
    [connectionId, passAt],
  );
  const persons = rows.map((row) => row.user_id);
  const isLast = persons.length < PEOPLE_AT_ONCE;
  await computePeople(computing, persons, async (client) => {
    await client.query(
      `UPDATE data.event_feed SET pass_done = pass_done + $2, pass_at = CASE WHEN $4 THEN '' ELSE $3 END,
         computed_revision = CASE WHEN $4 THEN revision ELSE computed_revision END WHERE connection_id = $1`,
      [connectionId, persons.length, persons.at(-1) ?? "", isLast],
    );
  });
  return true;
}

/** For the progress that people see. */
async function countPeople(connectionId: string): Promise<void> {
  await database().pool.query(
    `UPDATE data.event_feed SET pass_done = 0, pass_total = (SELECT count(*) FROM data.heap_user WHERE connection_id = $1)
     WHERE connection_id = $1 AND pass_at = ''`,
    [connectionId],
  );
}
