import { setImmediate as yieldToOthers } from "node:timers/promises";
import { database } from "../../db";
import { withSpan } from "../../tracing";
import {
  decideRecord,
  type InvalidRecord,
  type OutCall,
} from "./decide-record";
import type { Claim, Work } from "./work";

/** A chunk, read or sent again, is bounded in both. */
export const CHUNK_RECORDS_MAX = 5_000;
const ROWS_AT_ONCE = 50;
export const CHUNK_BYTES_MAX = 16 * 1024 * 1024;

export type ReadChunk = {
  from: string;
  to: string;
  /** When the last of its records came; null where there is none. */
  lastReceivedAtMs: number | null;
  read: number;
  filtered: number;
  /** Of the calls, those that the tracking plan has something against. */
  violations: number;
  calls: OutCall[];
  invalid: InvalidRecord[];
};

type InboxRow = [
  id: string,
  recordKey: string,
  event: string,
  payload: string,
  receivedAtMs: number,
  generation: number,
];

/** Reads what comes after the cursor, without a gap, and decides over each record. */
export function readChunk(work: Work, claim: Claim): Promise<ReadChunk> {
  return withSpan("read and decide", async (span) => {
    const chunk = await read(work, claim);
    span.setAttributes({
      "sluice.inbox.from": chunk.from,
      "sluice.inbox.to": chunk.to,
      "sluice.read": chunk.read,
    });
    return chunk;
  });
}

async function read(work: Work, claim: Claim): Promise<ReadChunk> {
  const { pool } = database();
  const barrier = await pool.query<{ high: string }>(
    "SELECT data.inbox_barrier($1) AS high",
    [claim.connectionId],
  );
  const high = barrier.rows[0]?.high ?? claim.position;
  const { rows } = await pool.query<InboxRow>({
    text: `SELECT id, record_key, event, payload, date_part('epoch', received_at) * 1000, generation FROM (
             SELECT id, record_key, event, payload::text AS payload, received_at, generation, sum(bytes) OVER (ORDER BY id) - bytes AS bytes_before
             FROM data.inbox WHERE connection_id = $1 AND stream = $2 AND id > $3 AND id <= $4 ORDER BY id LIMIT $5
           ) AS page WHERE bytes_before < $6`,
    values: [
      claim.connectionId,
      claim.stream,
      claim.position,
      high,
      recordsMax(work),
      CHUNK_BYTES_MAX,
    ],
    rowMode: "array",
  });
  const last = rows.at(-1);
  const chunk: ReadChunk = {
    from: claim.position,
    to: last === undefined ? high : last[0],
    lastReceivedAtMs: last?.[4] ?? null,
    read: rows.length,
    filtered: 0,
    violations: 0,
    calls: [],
    invalid: [],
  };
  for (const [index, row] of rows.entries()) {
    // Requests are on the way meanwhile: their answers must be heard, and the next ones leave in time.
    if (index > 0 && index % ROWS_AT_ONCE === 0) await yieldToOthers();
    decideRow(work, row, chunk);
  }
  return chunk;
}

/** How many records a chunk reads: of a sync with a rate no more than it may send in some seconds. */
export function recordsMax({ definition }: Pick<Work, "definition">): number {
  const rate = definition.delivery.ratePerSecond;
  return rate
    ? Math.min(CHUNK_RECORDS_MAX, Math.max(1, Math.ceil(rate * 5)))
    : CHUNK_RECORDS_MAX;
}

function decideRow(
  work: Work,
  [inboxId, recordKey, event, text, receivedAtMs, generation]: InboxRow,
  chunk: ReadChunk,
): void {
  const arrived = { inboxId, recordKey, event, receivedAtMs, generation };
  const decided = decideRecord(work, arrived, text);
  if (decided.outcome === "filtered") chunk.filtered += 1;
  else if (decided.outcome === "invalid") chunk.invalid.push(decided.invalid);
  else {
    if (decided.isViolating) chunk.violations += 1;
    chunk.calls.push(decided.call);
  }
}
