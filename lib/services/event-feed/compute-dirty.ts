import { database } from "../../db";
import { computePeople, type Computing } from "./compute-people";

const PEOPLE_AT_ONCE = 5_000;
const ENTRIES_AT_ONCE = 20_000;

/** Computes some of those who have news. Answers whether there may be more. */
export async function computeDirty(computing: Computing): Promise<boolean> {
  const { connectionId } = computing.feed;
  const { rows } = await database().pool.query<{
    ids: string[];
    person: string;
  }>(
    `SELECT array_agg(id) AS ids, person FROM (
       SELECT id, person FROM data.event_dirty WHERE connection_id = $1 AND NOT is_moved ORDER BY id LIMIT ${ENTRIES_AT_ONCE}) AS first
     GROUP BY person ORDER BY min(id) LIMIT ${PEOPLE_AT_ONCE}`,
    [connectionId],
  );
  if (rows.length === 0) return false;
  const ids = rows.flatMap((row) => row.ids);
  await computePeople(
    computing,
    rows.map(({ person }) => person),
    async (client) => {
      await client.query(
        "DELETE FROM data.event_dirty WHERE connection_id = $1 AND id = ANY($2)",
        [connectionId, ids],
      );
    },
  );
  return true;
}
