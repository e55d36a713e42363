import type pg from "pg";
import { appendRecords } from "./append-records";
import { resolvePeople } from "./people";

const MERGES_AT_ONCE = 2_000;

type Untold = {
  from_user_id: string;
  time: string | null;
  is_seen: boolean;
};

/**
 * Appends a record to the stream `merges` for each of Heap's users that became
 * another after something had been taken in under the old id; of the others there
 * is nothing to tell. Answers whether more are left.
 */
export async function tellMerges(
  client: pg.PoolClient,
  connectionId: string,
): Promise<boolean> {
  const untold = await readUntold(client, connectionId);
  const seen = untold.filter((merge) => merge.is_seen);
  const personOf = await resolvePeople(
    client,
    connectionId,
    seen.map((merge) => merge.from_user_id),
  );
  const records = seen.flatMap(({ from_user_id, time }) => {
    const { userId: to_user_id, identity, email } = personOf(from_user_id);
    if (to_user_id === from_user_id) return [];
    const value = { from_user_id, to_user_id, identity, email, time };
    return [{ value, generation: 0 }];
  });
  await appendRecords(client, connectionId, "merges", records);
  await client.query(
    `UPDATE data.heap_migration SET is_told = true WHERE connection_id = $1 AND from_user_id = ANY($2)`,
    [connectionId, untold.map((merge) => merge.from_user_id)],
  );
  return untold.length === MERGES_AT_ONCE;
}

/** What was posted at the ingest address may have come under any id. */
async function readUntold(
  client: pg.PoolClient,
  connectionId: string,
): Promise<Untold[]> {
  const { rows } = await client.query<Untold>(
    `SELECT m.from_user_id, to_char(m.migrated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time,
       s.user_id IS NOT NULL OR EXISTS (
         SELECT 1 FROM data.connection_total t WHERE t.connection_id = $1 AND t.direction = 'in' AND t.records > 0) AS is_seen
     FROM data.heap_migration m
     LEFT JOIN data.heap_seen s ON s.connection_id = m.connection_id AND s.user_id = m.from_user_id
     WHERE m.connection_id = $1 AND NOT m.is_told ORDER BY m.from_user_id LIMIT ${MERGES_AT_ONCE} FOR UPDATE OF m`,
    [connectionId],
  );
  return rows;
}
