import type pg from "pg";
import { database, inTransaction } from "../../db";
import type { Delivery } from "../../sync/delivery";
import { drawCall } from "../../sync/draw-call";
import { emptyLedger } from "../../sync/ledger";
import { settleResent } from "../dead-letter/settle";
import {
  bookChunk,
  keepDeadLetters,
  rejectedLetters,
  waitAloneMs,
} from "./commit";
import type { OutCall } from "./decide-record";
import { CHUNK_BYTES_MAX, CHUNK_RECORDS_MAX } from "./read-chunk";
import { isOverSql } from "../flow/longest-wait";
import { sendCalls, type SendOptions } from "./send-calls";
import { bookWaiting } from "./waiting";
import { moveCursor, type Claim, type Work } from "./work";

type PendingRow = {
  id: string;
  run_id: string;
  is_replay: boolean;
  inbox_id: string;
  record_key: string;
  event: string;
  person: string | null;
  message: string;
  bytes: number;
  attempts: number;
  own_faults: number;
  failed_ago_ms: number | null;
  received_at: Date;
  generation: number;
};

/**
 * Sends the oldest pending rows again, before anything new is read. A row that
 * waits by itself holds back its person's later ones, and nobody else. What a
 * replay left is old, as all that it sends: live traffic goes first. Answers
 * false when no row was due.
 */
export async function resendPending(
  work: Work,
  claim: Claim,
  options: SendOptions = {},
): Promise<boolean> {
  const startedAt = new Date();
  const rows = await readDue(work);
  const [first] = rows;
  if (first === undefined) return false;
  const calls = rows.map(toCall);
  const { drawn, rest } = drawCall(calls, Math.random());
  const inTurn = options.isProbe === true ? [...drawn, ...rest] : calls;
  const isBackfill = first.is_replay;
  const delivery = await sendCalls(work, inTurn, { ...options, isBackfill });
  const answered = [
    ...delivery.delivered,
    ...delivery.rejected.map(({ call }) => call),
  ];
  await inTransaction(async (client) => {
    await moveCursor(client, work.sync.id, claim, claim.position);
    const chunk = await bookChunk(client, {
      ...{ runId: first.run_id, kind: "resend", startedAt, delivery },
      ...{ from: claim.position, to: claim.position },
      connectionId: work.sync.destinationConnectionId,
      change: {
        ...emptyLedger(),
        delivered: delivery.delivered.length,
        rejected: delivery.rejected.length,
        pending: -answered.length,
      },
      // They were judged when they were read.
      ...{ violations: 0, planRevision: null },
    });
    await client.query(
      "DELETE FROM data.pending WHERE sync_id = $1 AND id = ANY($2::bigint[])",
      [work.sync.id, answered.map(({ pendingId }) => pendingId)],
    );
    await bookTries(client, work, delivery);
    const place = { work, runId: first.run_id, chunk };
    await keepDeadLetters(client, place, rejectedLetters(delivery));
    await settleResent(client, work.sync.id, first.run_id, delivery);
    await bookWaiting(client, work, delivery.fault);
  });
  return true;
}

/** The oldest rows that are due, of one run, so that a chunk has one ledger. */
async function readDue({ sync, definition }: Work): Promise<PendingRow[]> {
  const { rows } = await database().pool.query<PendingRow>(
    `SELECT page.id, run_id, runs.trigger = 'replay' AS is_replay, inbox_id, record_key, event, person, message, bytes, attempts,
       own_faults, received_at, generation::float8 AS generation, (extract(epoch FROM now() - failed_at) * 1000)::float8 AS failed_ago_ms FROM (
       SELECT p.*, sum(bytes) OVER (ORDER BY id) - bytes AS bytes_before FROM data.pending p
       WHERE sync_id = $1 AND ${isOverSql("next_at")} AND NOT ($3 AND EXISTS (
         SELECT 1 FROM data.pending q WHERE q.sync_id = $1 AND q.person = p.person AND q.id < p.id AND q.next_at IS NOT NULL))
       ORDER BY id LIMIT $2) page
     JOIN runs ON runs.id = page.run_id WHERE bytes_before < $4 ORDER BY page.id`,
    [
      sync.id,
      CHUNK_RECORDS_MAX,
      definition.delivery.order === "person",
      CHUNK_BYTES_MAX,
    ],
  );
  const other = rows.findIndex(
    ({ run_id: runId }) => runId !== rows[0]?.run_id,
  );
  return other === -1 ? rows : rows.slice(0, other);
}

async function bookTries(
  client: pg.PoolClient,
  { sync }: Work,
  { unanswered, suspects, fault, requests }: Delivery<OutCall>,
): Promise<void> {
  if (requests === 0 || unanswered.length === 0) return;
  const blamed = unanswered.map((call) => suspects.get(call));
  await client.query(
    `UPDATE data.pending p SET attempts = attempts + 1, last_status = coalesce(t.status, $3), last_error = coalesce(t.error, $4),
       own_faults = own_faults + t.fault, failed_at = CASE WHEN t.wait_ms IS NULL THEN failed_at ELSE now() END, next_at = now() + t.wait_ms * interval '1 millisecond'
     FROM unnest($2::bigint[], $5::int[], $6::text[], $7::int[], $8::float8[]) AS t (id, status, error, fault, wait_ms)
     WHERE p.sync_id = $1 AND p.id = t.id`,
    [
      ...[sync.id, unanswered.map(({ pendingId }) => pendingId)],
      ...[fault?.status ?? null, fault?.message ?? null],
      blamed.map((suspect) => suspect?.status ?? null),
      blamed.map((suspect) => suspect?.message ?? null),
      blamed.map((suspect) => (suspect?.isCounted === true ? 1 : 0)),
      unanswered.map((call, index) =>
        blamed[index] === undefined ? null : waitAloneMs(call.ownFaults),
      ),
    ],
  );
}

function toCall(row: PendingRow): OutCall {
  return {
    text: row.message,
    bytes: row.bytes,
    inboxId: row.inbox_id,
    recordKey: row.record_key,
    event: row.event,
    person: row.person,
    receivedAtMs: row.received_at.getTime(),
    generation: row.generation,
    attempts: row.attempts,
    ownFaults: row.own_faults,
    failedAtMs:
      row.failed_ago_ms === null ? null : performance.now() - row.failed_ago_ms,
    pendingId: row.id,
  };
}
