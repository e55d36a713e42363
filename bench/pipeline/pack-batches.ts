import {
  BATCH_BYTES_MAX,
  BATCH_EVENTS_MAX,
  ENVELOPE_BYTES,
} from "../../lib/sync/batch-limits";

type Sized = { text: string; bytes: number };

/** Cuts calls into batches within Segment's limits, in their order. */
export function packBatches(calls: readonly Sized[]): Sized[][] {
  const batches: Sized[][] = [];
  let batch: Sized[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const call of calls) {
    const isFull =
      batch.length === BATCH_EVENTS_MAX ||
      bytes + call.bytes + 1 > BATCH_BYTES_MAX;
    if (isFull) {
      batches.push(batch);
      batch = [];
      bytes = ENVELOPE_BYTES;
    }
    batch.push(call);
    bytes += call.bytes + 1;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
