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
  const { batches, delivered } = input.delivery;
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
