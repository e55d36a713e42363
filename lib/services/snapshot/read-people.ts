import { database } from "../../db";
import { SCOPE_SQL, scopeValues, type Comparison } from "./comparison";

const PEOPLE_MAX = 5_000;
const BYTES_MAX = 8 * 1024 * 1024;

export type Person = {
  key: string;
  changed: string;
  /** The record of the stream `users`, with what was computed of the person, as JSON. */
  record: string;
  isGone: boolean;
  /** Another one by now. */
  isMerged: boolean;
};

/** A user's record, with the traits that were computed as its `traits`. */
export const PERSON_RECORD_SQL = `CASE WHEN u.traits = '{}'::jsonb THEN u.record::text
  ELSE left(u.record::text, -1) || ',"traits":' || u.traits::text || '}' END`;

/** Users in the order of a mode: of changes by when they came, so that no more is looked at than changed. */
const ORDERS = {
  changes: {
    after: "(u.changed, u.user_id) > ($6::bigint, $7)",
    by: "u.changed, u.user_id",
  },
  others: {
    after: "$6::bigint IS NOT NULL AND u.user_id > $7",
    by: "u.user_id",
  },
};

/** The next users that a comparison looks at; none: it came to its end. */
export async function readPeople(
  connectionId: string,
  comparison: Omit<Comparison, "runId">,
): Promise<Person[]> {
  const { mode, atChange, atKey } = comparison;
  const { after, by } = ORDERS[mode === "changes" ? mode : "others"];
  const { rows } = await database().pool.query<Person>(
    `SELECT key, changed, record, "isGone", "isMerged" FROM (
       SELECT u.user_id AS key, u.changed, ${PERSON_RECORD_SQL} AS record, u.is_gone AS "isGone",
         EXISTS (SELECT 1 FROM data.heap_migration m WHERE m.connection_id = $1 AND m.from_user_id = u.user_id) AS "isMerged",
         sum(octet_length(u.record::text)) OVER (ORDER BY ${by}) - octet_length(u.record::text) AS bytes_before
       FROM data.heap_user u WHERE ${SCOPE_SQL} AND ${after} ORDER BY ${by} LIMIT $8
     ) AS page WHERE bytes_before < $9`,
    [
      ...scopeValues(connectionId, comparison),
      ...[atChange, atKey, PEOPLE_MAX, BYTES_MAX],
    ],
  );
  return rows;
}
