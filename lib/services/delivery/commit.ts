import type pg from "pg";
import { newId } from "../../ids";
import { MAPPING_ENGINE_VERSION } from "../../mapping/compile-mapping";
import type { Delivery } from "../../sync/delivery";
import { backoffMs } from "../../sync/fault";
import { settledStatus, type Ledger } from "../../sync/ledger";
import { logChunk } from "../run/log-chunk";
import { storableText } from "../storable-text";
import type { InvalidRecord, OutCall } from "./decide-record";
import { tallyDelivery } from "./tally";
import { requireSameDestination, type Work } from "./work";

export type ChunkBook = {
  runId: string;
  /** Of the destination. */
  connectionId: string;
  kind: "read" | "resend" | "replay";
  from: string;
  to: string;
  startedAt: Date;
  /** What the chunk changes in the books; a resend takes from pending. */
  change: Ledger;
  delivery: Delivery<OutCall>;
  /** Calls of this chunk that the tracking plan has something against, and that the sync lets go. */
  violations: number;
  planRevision: number | null;
};

/** Writes a chunk's row and its run's ledger; answers the chunk's number. */
export async function bookChunk(
  client: pg.PoolClient,
  book: ChunkBook,
): Promise<number> {
  const { change, delivery, violations, planRevision } = book;
  const run = await client.query<Ledger & { stopped: boolean }>(
    `UPDATE runs SET read = read + $2, filtered = filtered + $3, invalid = invalid + $4, delivered = delivered + $5,
       rejected = rejected + $6, pending = pending + $7, requests = requests + $8, retries = retries + $9,
       violations = violations + $10, error = NULL
     WHERE id = $1
     RETURNING read, filtered, invalid, delivered, rejected, pending, stopped_reading_at IS NOT NULL AS stopped`,
    [
      ...[book.runId, ...ledgerValues(change)],
      ...[delivery.requests, delivery.retries, violations],
    ],
  );
  const [after] = run.rows;
  const chunk = await client.query<{ number: number }>(
    `INSERT INTO chunks (run_id, number, kind, from_position, to_position, started_at, finished_at,
       read, filtered, invalid, delivered, rejected, pending, requests, retries, bytes, batches, fault, engine,
       violations, plan_revision)
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, now(), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19
     FROM chunks WHERE run_id = $1 RETURNING number`,
    [
      ...[
        book.runId,
        book.kind,
        book.from,
        book.to,
        book.startedAt,
        ...ledgerValues(change),
      ],
      ...[
        delivery.requests,
        delivery.retries,
        bytesOf(delivery),
        JSON.stringify(delivery.batches),
      ],
      ...[
        delivery.fault === null ? null : JSON.stringify(delivery.fault),
        MAPPING_ENGINE_VERSION,
        violations,
        planRevision,
      ],
    ],
  );
  const number = chunk.rows[0]?.number ?? 0;
  await logChunk(client, { ...book, number });
  await tallyDelivery(client, book);
  if (after?.stopped === true) {
    // The chunk may have been under way when its run stopped, and been settled without it.
    await client.query(
      `UPDATE runs SET status = $2, finished_at = CASE WHEN $2 = 'running' THEN NULL ELSE now() END
       WHERE id = $1 AND status <> 'cancelled'`,
      [book.runId, settledStatus(after)],
    );
  }
  return number;
}

function ledgerValues(ledger: Ledger): number[] {
  return [
    ledger.read,
    ledger.filtered,
    ledger.invalid,
    ledger.delivered,
    ledger.rejected,
    ledger.pending,
  ];
}

function bytesOf({ delivered }: Delivery<OutCall>): number {
  return delivered.reduce((sum, { bytes }) => sum + bytes, 0);
}

type Place = { work: Work; runId: string; chunk: number };

/** Makes pending rows of new calls: those that got no answer, and those behind an earlier one of their person. */
export async function keepPending(
  client: pg.PoolClient,
  { work, runId, chunk }: Place,
  delivery: Delivery<OutCall>,
  behind: readonly OutCall[] = [],
): Promise<void> {
  const calls = [...delivery.unanswered, ...behind];
  if (calls.length === 0) return;
  await requireSameDestination(client, work);
  // Ids are drawn in the order in which the records came: it is the order of sending again.
  calls.sort((a, b) => Number(BigInt(a.inboxId) - BigInt(b.inboxId)));
  const suspects = calls.map((call) => delivery.suspects.get(call));
  const behindSet = new Set(behind);
  await client.query(
    `INSERT INTO data.pending (sync_id, run_id, chunk, inbox_id, record_key, event, person, message, bytes, received_at, generation, attempts,
       own_faults, failed_at, next_at, last_status, last_error)
     SELECT $1, $2, $3, inbox_id, record_key, event, person, message, bytes, to_timestamp(received_ms / 1000), generation, attempts,
       own_faults, CASE WHEN wait_ms IS NOT NULL THEN now() END, now() + wait_ms * interval '1 millisecond', coalesce(status, $15), coalesce(error, $16)
     FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::float8[], $11::int[], $12::int[],
       $13::float8[], $14::int[], $17::text[], $18::bigint[])
       WITH ORDINALITY AS t (inbox_id, record_key, event, person, message, bytes, received_ms, attempts, own_faults,
         wait_ms, status, error, generation, ord) ORDER BY ord`,
    [
      ...[work.sync.id, runId, chunk],
      calls.map(({ inboxId }) => inboxId),
      calls.map(({ recordKey }) => recordKey),
      calls.map(({ event }) => storableText(event)),
      calls.map(({ person }) => storableOrNull(person)),
      calls.map(({ text }) => text),
      calls.map(({ bytes }) => bytes),
      calls.map(({ receivedAtMs }) => receivedAtMs),
      calls.map((call) => (behindSet.has(call) ? 0 : 1)),
      suspects.map((suspect) => (suspect?.isCounted === true ? 1 : 0)),
      suspects.map((suspect) =>
        suspect === undefined ? null : waitAloneMs(0),
      ),
      suspects.map((suspect) => suspect?.status ?? null),
      ...[delivery.fault?.status ?? null, delivery.fault?.message ?? null],
      suspects.map((suspect) => suspect?.message ?? null),
      calls.map(({ generation }) => generation),
    ],
  );
}

const ALONE_BASE_MS = 4_000;
const ALONE_CAP_MS = 5 * 60_000;

/** How long a record waits by itself that failed alone so often before. */
export function waitAloneMs(ownFaults: number): number {
  const jitterMs = backoffMs(
    ownFaults,
    ALONE_BASE_MS,
    ALONE_CAP_MS,
    Math.random(),
  );
  return Math.max(1_000, jitterMs);
}

type DeadLetter = InvalidRecord & {
  outcome: "invalid" | "rejected";
  attempts: number;
  response: string | null;
};

/** Makes dead letters of records that can't be delivered. */
export async function keepDeadLetters(
  client: pg.PoolClient,
  { work, runId, chunk }: Place,
  letters: DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  await client.query(
    `INSERT INTO data.dead_letter (id, workspace_id, connection_id, sync_id, run_id, chunk,
       inbox_id, record_key, outcome, code, message, event, person, attempts, record, payload, response, generation)
     SELECT id, $1, $2, $3, $4, $5, inbox_id, record_key, outcome, code, message, event, person, attempts, record, payload, response, generation
     FROM unnest($6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
       $14::int[], $15::text[], $16::text[], $17::text[], $18::bigint[])
       AS t (id, inbox_id, record_key, outcome, code, message, event, person, attempts, record, payload, response, generation)`,
    [
      ...[
        work.sync.workspaceId,
        work.sync.destinationConnectionId,
        work.sync.id,
        runId,
        chunk,
      ],
      letters.map(() => newId("dl")),
      letters.map(({ inboxId }) => inboxId),
      letters.map(({ recordKey }) => recordKey),
      letters.map(({ outcome }) => outcome),
      letters.map(({ code }) => code),
      letters.map(({ message }) => storableText(message)),
      letters.map(({ event }) => storableOrNull(event)),
      letters.map(({ person }) => storableOrNull(person)),
      letters.map(({ attempts }) => attempts),
      letters.map(({ record }) => storableText(record)),
      letters.map(({ payload }) => storableText(payload)),
      letters.map(({ response }) => storableOrNull(response)),
      letters.map(({ generation }) => generation),
    ],
  );
}

const storableOrNull = (text: string | null) =>
  text === null ? null : storableText(text);

/** The dead letters of a delivery: those that the destination refused. */
export function rejectedLetters(delivery: Delivery<OutCall>): DeadLetter[] {
  return delivery.rejected.map(({ call, status, response }) => ({
    inboxId: call.inboxId,
    recordKey: call.recordKey,
    event: call.event,
    person: call.person,
    generation: call.generation,
    code: "rejected_by_destination",
    message: refusalMessage(call, status),
    record: call.text,
    payload: call.text,
    outcome: "rejected",
    attempts: call.attempts + 1,
    response: status === null ? response : `HTTP ${status} ${response}`,
  }));
}

function refusalMessage(call: OutCall, status: number | null): string {
  const answer = status === null ? "did not answer" : `answered ${status}`;
  if (call.ownFaults === 0) return `The destination ${answer}.`;
  return `The destination ${answer} to this record alone, ${call.ownFaults + 1} times, while it took others.`;
}
