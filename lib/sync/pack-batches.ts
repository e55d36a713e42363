/** Segment takes 500 KB a request, without defining KB; the envelope counts too. */
export const BATCH_BYTES_MAX = 475_000;
export const BATCH_EVENTS_MAX = 2_500;
/** Room for `{"batch":[],"sentAt":"…"}` around the calls. */
export const ENVELOPE_BYTES = 64;

export type Sized = { bytes: number };

/**
 * Packs calls into batches of at most 2,500 calls and 475,000 bytes with
 * commas and envelope. Keeps the order; loses none.
 */
export function packBatches<T extends Sized>(calls: readonly T[]): T[][] {
  const batches: T[][] = [];
  let batch: T[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const call of calls) {
    const full =
      batch.length === BATCH_EVENTS_MAX ||
      bytes + call.bytes + 1 > BATCH_BYTES_MAX;
    if (full && batch.length > 0) {
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
