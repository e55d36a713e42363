import { database } from "../../db";
import type { SourceStream } from "../../sync/definition";

/** How many records of a stream's events were looked at; of all events for null. */
export async function countSampled(
  { connection, stream }: SourceStream,
  events: readonly string[] | null,
): Promise<number> {
  const { rows } = await database().pool.query<{ sampled: string }>(
    `SELECT coalesce(sum(sampled), 0) AS sampled FROM data.catalogue_event
     WHERE connection_id = $1 AND stream = $2 AND ($3::text[] IS NULL OR event = ANY($3))`,
    [connection, stream, events],
  );
  return Number(rows[0]?.sampled ?? 0);
}
