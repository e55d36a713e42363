import { database } from "../../db";

/** How many records of these events were looked at; of all events for null. */
export async function countSampled(
  connectionId: string,
  events: readonly string[] | null,
): Promise<number> {
  const { rows } = await database().pool.query<{ sampled: string }>(
    `SELECT coalesce(sum(sampled), 0) AS sampled FROM data.catalogue_event
     WHERE connection_id = $1 AND ($2::text[] IS NULL OR event = ANY($2))`,
    [connectionId, events],
  );
  return Number(rows[0]?.sampled ?? 0);
}
