import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliverBatches, type DeliveryDeps, type SendAnswer } from "./deliver";

const answer = (
  status: number,
  retryAfter: string | null = null,
): SendAnswer => ({
  kind: "answer",
  status,
  retryAfter,
  text: `answer ${status}`,
});
const silence: SendAnswer = { kind: "none", message: "cut", advice: "wait" };

function scripted(
  reply: (calls: readonly number[], request: number) => SendAnswer,
) {
  const sleeps: number[] = [];
  let request = 0;
  const deps: DeliveryDeps<number> = {
    send: async (calls) => reply(calls, request++),
    sleep: async (ms) => {
      sleeps.push(ms);
    },
    random: () => 1,
    now: () => new Date(0),
  };
  return { deps, sleeps };
}

describe("delivering batches", () => {
  it("puts every call into exactly one list, in order, whatever is answered", async () => {
    const replies = fc.infiniteStream(
      fc.constantFrom(
        answer(200),
        answer(200),
        answer(400),
        answer(503),
        answer(401),
        silence,
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 }),
        replies,
        async (sizes, stream) => {
          let next = 0;
          const batches = sizes.map((size) =>
            Array.from({ length: size }, () => next++),
          );
          const { deps } = scripted(
            () => (stream.next() as { value: SendAnswer }).value,
          );
          const result = await deliverBatches(batches, deps);
          const all = [
            ...result.delivered,
            ...result.rejected.map(({ call }) => call),
            ...result.unanswered,
          ];
          expect(all.sort((a, b) => a - b)).toEqual(batches.flat());
          expect(result.delivered).toEqual(
            [...result.delivered].sort((a, b) => a - b),
          );
          expect(result.unanswered.length > 0).toBe(result.fault !== null);
        },
      ),
    );
  });

  it("rejects the one record that is refused, and delivers its neighbours", async () => {
    const { deps } = scripted((calls) => answer(calls.includes(5) ? 400 : 200));
    const result = await deliverBatches([[1, 2, 3, 4, 5, 6, 7]], deps);
    expect(result.rejected).toEqual([
      { call: 5, status: 400, response: "answer 400" },
    ]);
    expect(result.delivered).toEqual([1, 2, 3, 4, 6, 7]);
  });

  it("tries a batch without an answer again, and no other", async () => {
    const { deps, sleeps } = scripted((_calls, request) =>
      request === 1 ? silence : answer(200),
    );
    const result = await deliverBatches([[1], [2], [3]], deps);
    expect(result).toMatchObject({
      delivered: [1, 2, 3],
      requests: 4,
      retries: 1,
      fault: null,
    });
    expect(sleeps).toEqual([200]);
  });

  it("waits as long as it is asked, if that is short", async () => {
    const { deps, sleeps } = scripted((_calls, request) =>
      request === 0 ? answer(429, "1") : answer(200),
    );
    expect((await deliverBatches([[1]], deps)).delivered).toEqual([1]);
    expect(sleeps).toEqual([1_000]);
  });

  it("leaves a long wait to the sync", async () => {
    const { deps, sleeps } = scripted(() => answer(429, "60"));
    const result = await deliverBatches([[1], [2]], deps);
    expect(result.fault).toMatchObject({
      kind: "connection",
      status: 429,
      retryAfterSeconds: 60,
    });
    expect(result.unanswered).toEqual([1, 2]);
    expect(sleeps).toEqual([]);
  });

  it("stops at once when the sync is refused", async () => {
    const { deps } = scripted(() => answer(401));
    const result = await deliverBatches([[1], [2]], deps);
    expect(result).toMatchObject({
      requests: 1,
      unanswered: [1, 2],
      fault: { kind: "sync", status: 401 },
    });
  });
});
