import { database } from "../../db";
import type { InboxReplay } from "./claim";
import type { SourcePage, SourceRow } from "./source-row";

const RECORDS_MAX = 2_000;
const BYTES_MAX = 16 * 1024 * 1024;
/** Where few records match, so many are looked at before the position is kept. */
const SCANNED_MAX = 20_000;

/** Which records of the inbox a range means, for parameters from `$1`. */
export const RANGE_SQL = `i.connection_id = $1 AND i.stream = $2 AND i.received_at >= $3 AND i.received_at < $4
  AND i.day >= ($3::timestamptz AT TIME ZONE 'UTC')::date - 1 AND i.day <= ($4::timestamptz AT TIME ZONE 'UTC')::date + 1
  AND ($5::text IS NULL OR i.event = $5) AND ($6::text IS NULL OR position(lower($6) IN lower(i.payload::text)) > 0)`;

export type Range = Pick<
  InboxReplay,
  "connectionId" | "stream" | "fromAt" | "toAt" | "event" | "q"
>;

/** The parameters of `RANGE_SQL`; others follow at `$7`. */
export const rangeValues = (range: Range) => [
  ...[range.connectionId, range.stream, range.fromAt, range.toAt],
  ...[range.event, range.q],
];

type Row = {
  scanned: number;
  scanned_to: string | null;
  matched: number;
  id: string | null;
  record_key: string;
  event: string;
  payload: string;
  received_ms: number;
  generation: number;
};

/** The next records of a replay's range. It may be none, and yet not the last page. */
export async function readInbox(
  replay: InboxReplay,
  recordsMax: number,
): Promise<SourcePage> {
  const limit = Math.min(RECORDS_MAX, recordsMax);
  const isNarrow = replay.event !== null || replay.q !== null;
  const scannedMax = isNarrow ? SCANNED_MAX : limit;
  const { rows } = await database().pool.query<Row>(
    `WITH scanned AS MATERIALIZED (
       SELECT i.* FROM data.inbox i WHERE i.connection_id = $1 AND i.stream = $2 AND i.id > $7 AND i.id <= $8 ORDER BY i.id LIMIT $9
     ), span AS (SELECT count(*)::int AS scanned, max(id) AS scanned_to FROM scanned),
     matching AS (
       SELECT i.id, i.record_key, i.event, i.payload::text AS payload, i.generation, (extract(epoch FROM i.received_at) * 1000)::float8 AS received_ms,
         sum(i.bytes) OVER (ORDER BY i.id) - i.bytes AS bytes_before FROM scanned i WHERE ${RANGE_SQL} ORDER BY i.id LIMIT $10)
     SELECT span.*, (SELECT count(*)::int FROM matching) AS matched, m.id, m.record_key, m.event, m.payload, m.received_ms, m.generation
     FROM span LEFT JOIN matching m ON m.bytes_before < $11 ORDER BY m.id`,
    [
      ...rangeValues(replay),
      ...[replay.position, replay.toId, scannedMax, limit + 1, BYTES_MAX],
    ],
  );
  return toPage(replay, rows, { scannedMax, limit });
}

function toPage(
  { toId, generation: added }: InboxReplay,
  rows: Row[],
  { scannedMax, limit }: { scannedMax: number; limit: number },
): SourcePage {
  const found = rows.flatMap((row) =>
    row.id === null ? [] : [toSourceRow(row, row.id, added)],
  );
  const taken = found.slice(0, limit);
  const [first] = rows;
  const last = taken.at(-1);
  // Cut by count or by bytes: what was scanned behind the last one comes next.
  if (last !== undefined && taken.length < (first?.matched ?? 0))
    return { rows: taken, to: last.position, isLast: false };
  const isLast = (first?.scanned ?? 0) < scannedMax;
  return {
    rows: taken,
    to: isLast ? toId : (first?.scanned_to ?? toId),
    isLast,
  };
}

function toSourceRow(row: Row, id: string, added: number): SourceRow {
  return {
    ...{ position: id, inboxId: id },
    generation: added + row.generation,
    recordKey: row.record_key,
    event: row.event,
    person: null,
    record: row.payload,
    call: null,
    receivedAtMs: row.received_ms,
  };
}
