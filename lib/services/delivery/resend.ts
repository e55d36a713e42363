import { database, inTransaction } from "../../db";
import { emptyLedger } from "../../sync/ledger";
import { settleResent } from "../dead-letter/settle";
import { bookChunk, keepDeadLetters, rejectedLetters } from "./commit";
import type { OutCall } from "./read-chunk";
import { sendCalls } from "./send-calls";
import { bookWaiting } from "./waiting";
import { moveCursor, type Claim, type Work } from "./work";

const ROWS_MAX = 5_000;

type PendingRow = {
  id: string;
  run_id: string;
  inbox_id: string;
  record_key: string;
  event: string;
  person: string | null;
  message: string;
  bytes: number;
  attempts: number;
  received_at: Date;
};

/**
 * Sends the oldest pending rows again, before anything new is read: so the
 * order per person is kept. Answers false when there were none.
 */
export async function resendPending(
  work: Work,
  claim: Claim,
): Promise<boolean> {
  const startedAt = new Date();
  const { rows } = await database().pool.query<PendingRow>(
    `SELECT id, run_id, inbox_id, record_key, event, person, message, bytes, attempts, received_at FROM data.pending
     WHERE sync_id = $1 AND run_id = (SELECT run_id FROM data.pending WHERE sync_id = $1 ORDER BY id LIMIT 1)
     ORDER BY id LIMIT $2`,
    [work.sync.id, ROWS_MAX],
  );
  const [first] = rows;
  if (first === undefined) return false;
  const delivery = await sendCalls(work, rows.map(toCall));
  const answered = [
    ...delivery.delivered,
    ...delivery.rejected.map(({ call }) => call),
  ];
  await inTransaction(async (client) => {
    await moveCursor(client, work.sync.id, claim, claim.position);
    const settled = {
      ...emptyLedger(),
      delivered: delivery.delivered.length,
      rejected: delivery.rejected.length,
      pending: -answered.length,
    };
    const place = {
      runId: first.run_id,
      kind: "resend" as const,
      from: claim.position,
      to: claim.position,
    };
    const chunk = await bookChunk(client, {
      ...place,
      startedAt,
      change: settled,
      delivery,
      // They were judged when they were read.
      violations: 0,
      planRevision: null,
    });
    await client.query(
      "DELETE FROM data.pending WHERE sync_id = $1 AND id = ANY($2::bigint[])",
      [work.sync.id, answered.map(({ pendingId }) => pendingId)],
    );
    await client.query(
      "UPDATE data.pending SET attempts = attempts + 1, last_status = $3, last_error = $4 WHERE sync_id = $1 AND id = ANY($2::bigint[])",
      [
        work.sync.id,
        delivery.unanswered.map(({ pendingId }) => pendingId),
        delivery.fault?.status ?? null,
        delivery.fault?.message ?? null,
      ],
    );
    await keepDeadLetters(
      client,
      { work, runId: first.run_id, chunk },
      rejectedLetters(delivery),
    );
    await settleResent(client, work.sync.id, first.run_id, delivery);
    await bookWaiting(client, work, delivery.fault);
  });
  return true;
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
    attempts: row.attempts,
    pendingId: row.id,
  };
}
