import { z } from "zod";
import { database } from "../../db";

/** An event has to be known for so many records before another field of it is news. */
const SAMPLES_BEFORE_NEW = 20;
/** A field that half of the records had, and none of the last so many, has vanished. */
const SAMPLES_WITHOUT = 50;
const NEWS_DAYS = 14;
const ROWS_MAX = 10_000;

const DriftRow = z.object({
  connection_id: z.string(),
  stream: z.string(),
  event: z.string(),
  path: z.string(),
  first_seen: z.date(),
  last_seen: z.date(),
  retyped_at: z.date().nullable(),
  kind: z.enum(["new", "vanished", "retyped"]),
});
export type DriftRow = z.infer<typeof DriftRow>;

/** Fields that connections' events began or ceased to have, or that hold another type of late. */
export async function readDriftRows(
  connectionIds: readonly string[],
  now: Date,
): Promise<DriftRow[]> {
  const { rows } = await database().pool.query(
    `SELECT f.connection_id, f.stream, f.event, f.path, f.first_seen, f.last_seen, f.retyped_at,
       CASE WHEN e.sampled - f.last_sample >= $3 THEN 'vanished'
         WHEN f.first_sample >= $2 AND f.first_seen > $5::timestamptz - make_interval(days => $4) THEN 'new' ELSE 'retyped' END AS kind
     FROM data.catalogue_field f JOIN data.catalogue_event e USING (connection_id, stream, event)
     WHERE f.connection_id = ANY($1)
       AND ((f.first_sample >= $2 AND f.first_seen > $5::timestamptz - make_interval(days => $4) AND e.sampled - f.last_sample < $3)
         OR (e.sampled - f.last_sample >= $3 AND f.filled * 2 >= f.last_sample - f.first_sample)
         OR (f.retyped_at > $5::timestamptz - make_interval(days => $4) AND e.sampled - f.last_sample < $3))
     ORDER BY f.last_seen DESC, f.path LIMIT $6`,
    [
      connectionIds,
      ...[SAMPLES_BEFORE_NEW, SAMPLES_WITHOUT, NEWS_DAYS, now, ROWS_MAX],
    ],
  );
  return z.array(DriftRow).parse(rows);
}
