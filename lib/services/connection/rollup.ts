import type pg from "pg";
import { countIn, emptyBuckets, type Buckets } from "../../shared/log-buckets";

/** What went over a connection, one way: `out` to a destination, `in` at its ingest address. */
export type Passage = {
  connectionId: string;
  direction: "in" | "out";
  ok: number;
  throttled: number;
  refused: number;
  failed: number;
  unanswered: number;
  records: number;
  rejected: number;
  duplicates: number;
  durationMs: number;
  durations: Buckets;
  delayMs: number;
  delays: Buckets;
};

export const emptyPassage = (
  connectionId: string,
  direction: Passage["direction"],
): Passage => ({
  ...{ connectionId, direction, ok: 0, throttled: 0, refused: 0, failed: 0 },
  ...{ unanswered: 0, records: 0, rejected: 0, duplicates: 0 },
  ...{ durationMs: 0, durations: emptyBuckets() },
  ...{ delayMs: 0, delays: emptyBuckets() },
});

const TOO_MANY_REQUESTS = 429;

/** Counts one request; without a status no answer came. */
export function countRequest(
  passage: Passage,
  status: number | null,
  ms: number,
): void {
  passage[answerOf(status)] += 1;
  passage.durationMs += ms;
  countIn(passage.durations, ms);
}

function answerOf(status: number | null) {
  if (status === null) return "unanswered";
  if (status === TOO_MANY_REQUESTS) return "throttled";
  if (status >= 500) return "failed";
  return status >= 300 ? "refused" : "ok";
}

const COUNTS = [
  ...["requests", "ok", "throttled", "refused", "failed", "unanswered"],
  ...["records", "rejected", "duplicates", "duration_ms", "delay_ms"],
];
const COLUMNS = [...COUNTS, "durations", "delays"];
const ADDED = [
  ...COUNTS.map((name) => `${name} = t.${name} + excluded.${name}`),
  "durations = data.add_counts(t.durations, excluded.durations)",
  "delays = data.add_counts(t.delays, excluded.delays)",
].join(", ");

const upsert = (table: string, time: { column: string; unit: string } | null) =>
  `INSERT INTO data.${table} AS t (connection_id, direction${time === null ? "" : `, ${time.column}`}, ${COLUMNS.join(", ")})
   SELECT connection_id, direction${time === null ? "" : `, date_trunc('${time.unit}', now())`}, ${COLUMNS.join(", ")} FROM passed
   ON CONFLICT (connection_id, direction${time === null ? "" : `, ${time.column}`}) DO UPDATE SET ${ADDED}`;

const NUMBERS = COUNTS.map((name) => `(p->>'${name}')::bigint AS ${name}`);
const ARRAYS = ["durations", "delays"].map(
  (name) =>
    `ARRAY(SELECT v::bigint FROM json_array_elements_text(p->'${name}') WITH ORDINALITY AS a (v, i) ORDER BY i) AS ${name}`,
);

/** Everything at once: by the minute, by the hour, and since the connection was made. */
const ADD = `WITH passed AS (
    SELECT p->>'connection_id' AS connection_id, p->>'direction' AS direction, ${[...NUMBERS, ...ARRAYS].join(", ")}
    FROM json_array_elements($1::json) AS given (p) JOIN connections c ON c.id = p->>'connection_id'
    ORDER BY 1, 2
  ), by_minute AS (${upsert("connection_minute", { column: "minute", unit: "minute" })}),
  by_hour AS (${upsert("connection_hour", { column: "hour", unit: "hour" })})
  ${upsert("connection_total", null)}`;

/** Adds to the rollups of connections; each may be given once a direction. */
export async function addToRollups(
  client: Pick<pg.PoolClient, "query">,
  passages: Passage[],
): Promise<void> {
  if (passages.length === 0) return;
  await client.query(ADD, [JSON.stringify(passages.map(toRow))]);
}

function toRow(passage: Passage) {
  const { connectionId, durationMs, delayMs, ...counts } = passage;
  const { ok, throttled, refused, failed, unanswered } = passage;
  return {
    ...counts,
    connection_id: connectionId,
    requests: ok + throttled + refused + failed + unanswered,
    duration_ms: Math.round(durationMs),
    delay_ms: Math.round(delayMs),
  };
}
