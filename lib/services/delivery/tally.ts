import type pg from "pg";
import { countIn } from "../../shared/log-buckets";
import {
  addToRollups,
  countRequest,
  emptyPassage,
  type Passage,
} from "../connection/rollup";

/** Of a delivery, what is counted; a `sendCalls` gives more. */
type Tallied = {
  delivered: readonly { receivedAtMs: number }[];
  rejected: readonly unknown[];
  batches: readonly { status: number | null; ms: number }[];
  fault: { status: number | null; message: string } | null;
};

/**
 * Counts a delivery in the rollups of its destination, in the transaction that books
 * it: one statement, whatever the size. A record's delay ends now, when its answer
 * is booked.
 */
export async function tallyDelivery(
  client: Pick<pg.PoolClient, "query">,
  input: { connectionId: string; delivery: Tallied },
): Promise<void> {
  const { batches, delivered, fault } = input.delivery;
  if (fault !== null) await keepFault(client, input.connectionId, fault);
  if (batches.length === 0 && delivered.length === 0) return;
  await addToRollups(client, [passageOf(input, Date.now())]);
}

function passageOf(
  { connectionId, delivery }: { connectionId: string; delivery: Tallied },
  nowMs: number,
): Passage {
  const passage = emptyPassage(connectionId, "out");
  for (const { status, ms } of delivery.batches)
    countRequest(passage, status, ms);
  for (const { receivedAtMs } of delivery.delivered) {
    const delayMs = Math.max(0, nowMs - receivedAtMs);
    passage.delayMs += delayMs;
    countIn(passage.delays, delayMs);
  }
  passage.records = delivery.delivered.length;
  passage.rejected = delivery.rejected.length;
  return passage;
}

/** Among the last errors that the page of the connection shows. */
async function keepFault(
  client: Pick<pg.PoolClient, "query">,
  connectionId: string,
  { status, message }: NonNullable<Tallied["fault"]>,
): Promise<void> {
  await client.query(
    "INSERT INTO data.connection_event (connection_id, state, status, message) VALUES ($1, 'fault', $2, left($3, 500))",
    [connectionId, status, message],
  );
}
