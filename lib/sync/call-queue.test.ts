import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BATCH_BYTES_MAX,
  BATCH_EVENTS_MAX,
  ENVELOPE_BYTES,
} from "./batch-limits";
import { CallQueue } from "./call-queue";

/** All batches of calls that have no order to keep, one after the other. */
function packBatches<T extends { bytes: number }>(sized: readonly T[]) {
  const calls = sized.map((call) => ({
    ...{ call, bytes: call.bytes },
    ...{ person: null, ownFaults: 0, failedAtMs: null },
  }));
  const queue = new CallQueue(calls, true);
  const batches: T[][] = [];
  for (;;) {
    const batch = queue.take(BATCH_EVENTS_MAX);
    if (batch.length === 0) return batches;
    batches.push(batch.map(({ call }) => call));
  }
}

const bodyBytes = (batch: { bytes: number }[]) =>
  Buffer.byteLength(
    `{"batch":[${batch.map(({ bytes }) => "x".repeat(bytes)).join(",")}],"sentAt":"2026-11-23T00:00:00.000Z"}`,
  );

describe("packing calls into batches", () => {
  it("loses none, keeps the order and stays within both limits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 32_000 }), { maxLength: 400 }),
        (sizes) => {
          const calls = sizes.map((bytes, index) => ({ bytes, index }));
          const batches = packBatches(calls);
          expect(batches.flat()).toEqual(calls);
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0);
            expect(bodyBytes(batch)).toBeLessThanOrEqual(BATCH_BYTES_MAX);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("starts a new batch after 2,500 calls", () => {
    const calls = Array.from({ length: BATCH_EVENTS_MAX + 1 }, () => ({
      bytes: 10,
    }));
    expect(packBatches(calls).map((batch) => batch.length)).toEqual([
      BATCH_EVENTS_MAX,
      1,
    ]);
  });

  it("fills a batch to the byte", () => {
    const room = BATCH_BYTES_MAX - ENVELOPE_BYTES;
    const fits = [{ bytes: room - 102 }, { bytes: 100 }];
    expect(packBatches(fits)).toHaveLength(1);
    expect(packBatches([{ bytes: room - 101 }, { bytes: 100 }])).toHaveLength(
      2,
    );
  });
});
