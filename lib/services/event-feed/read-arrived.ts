import { database } from "../../db";
import type { Arrived } from "./event-row";
import type { Feed } from "./feed-state";

const RECORDS_MAX = 5_000;
const BYTES_MAX = 16 * 1024 * 1024;

type Row = [
  id: string,
  recordKey: string,
  event: string,
  payload: string,
  receivedAtMs: number,
  /** Of all rows up to this one. */
  bytes: string,
];

/** Events that came after a feed's position, without a gap, and how far they reach. */
export async function readArrived({
  connectionId,
  position,
}: Pick<Feed, "connectionId" | "position">): Promise<{
  records: Arrived[];
  to: string;
  isMore: boolean;
}> {
  const { pool } = database();
  const barrier = await pool.query<{ high: string }>(
    "SELECT data.inbox_barrier($1) AS high",
    [connectionId],
  );
  const high = barrier.rows[0]?.high ?? position;
  const { rows } = await pool.query<Row>({
    text: `SELECT id, record_key, event, payload, date_part('epoch', received_at) * 1000, bytes_before + bytes FROM (
             SELECT id, record_key, event, payload::text AS payload, received_at, bytes, sum(bytes) OVER (ORDER BY id) - bytes AS bytes_before
             FROM data.inbox WHERE connection_id = $1 AND stream = 'events' AND id > $2 AND id <= $3 ORDER BY id LIMIT ${RECORDS_MAX}
           ) AS page WHERE bytes_before < ${BYTES_MAX}`,
    values: [connectionId, position, high],
    rowMode: "array",
  });
  const last = rows.at(-1);
  const records = rows.map(
    ([id, recordKey, event, payload, receivedAtMs]): Arrived => ({
      ...{ id, recordKey, event, payload, receivedAtMs },
    }),
  );
  const isMore = rows.length === RECORDS_MAX || Number(last?.[5]) >= BYTES_MAX;
  return { records, to: isMore && last ? last[0] : high, isMore };
}
