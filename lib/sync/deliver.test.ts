import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliverCalls } from "./deliver";
import type { SendAnswer } from "./delivery";
import {
  aCall,
  answer,
  scripted,
  silence,
  type TestCall,
} from "./testing/scripted-destination";

const policy = { attemptsMax: 3, keepsOrder: true, isProbe: false };
const calls = (...ids: string[]) => ids.map((id) => aCall(id, id));
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe("delivering calls", () => {
  it("puts every call into exactly one list, in order per person, whatever is answered", async () => {
    const replies = fc.infiniteStream(
      fc.constantFrom(
        ...[answer(200), answer(200), answer(400), answer(503), answer(429)],
        ...[answer(401), silence],
      ),
    );
    const people = fc.array(fc.constantFrom("a", "b", "c", "d", null), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(people, replies, async (persons, stream) => {
        const all = persons.map((person, n) => aCall(String(n), person, n));
        const { deps, seen } = scripted(
          () => (stream.next() as { value: SendAnswer }).value,
          {
            callsMax: 7,
          },
        );
        const result = await deliverCalls(all, policy, deps);
        const { delivered, unanswered } = result;
        const rejected = result.rejected.map(({ call }) => call);
        const listed = [...delivered, ...rejected, ...unanswered];
        expect(idsOf(listed).sort()).toEqual(idsOf(all).sort());
        expect(seen.inFlightMax).toBeLessThanOrEqual(4);
        for (const person of ["a", "b", "c", "d"]) {
          const numbers = (list: TestCall[]) =>
            list.filter((c) => c.person === person).map((c) => c.number);
          expect(numbers(delivered)).toEqual(
            numbers(delivered).sort((a, b) => a - b),
          );
          // Whoever waits holds back all of his that follow.
          const waits = Math.min(Infinity, ...numbers(unanswered));
          expect(
            Math.max(-1, ...numbers([...delivered, ...rejected])),
          ).toBeLessThan(waits);
        }
      }),
    );
  });

  it("rejects the one record that is refused, with few extra requests, and delivers its neighbours", async () => {
    const all = Array.from({ length: 1_000 }, (_, n) => aCall(`${n}`, `${n}`));
    const { deps } = scripted<TestCall>(
      (batch) => answer(batch.some(({ id }) => id === "617") ? 400 : 200),
      { callsMax: 2_500 },
    );
    const result = await deliverCalls(all, policy, deps);
    expect(result.rejected).toMatchObject([
      { call: { id: "617" }, status: 400, response: "answer 400" },
    ]);
    expect(result.delivered).toHaveLength(999);
    // The first try, 11 to find it, and one for what was not asked on the way.
    expect(result.requests).toBeLessThanOrEqual(13);
  });

  it("isolates what the destination fails at, and lets others pass", async () => {
    const all = Array.from({ length: 64 }, (_, n) =>
      aCall(`${n}`, `p${n % 32}`, n),
    );
    const { deps } = scripted<TestCall>(
      (batch) => answer(batch.some(({ id }) => id === "5") ? 500 : 200),
      { callsMax: 16 },
    );
    const result = await deliverCalls(all, policy, deps);
    expect(idsOf([...result.suspects.keys()])).toEqual(["5"]);
    // The same person's later call waits behind it.
    expect(idsOf(result.unanswered).sort()).toEqual(["37", "5"]);
    expect(result.delivered).toHaveLength(62);
    expect(result.fault).toBeNull();
  });

  it("gives a record up that failed alone often enough, while others were taken", async () => {
    const poison = { ...aCall("bad", "a"), ownFaults: 2, failedAtMs: -1 };
    const { deps } = scripted<TestCall>(
      (batch) => answer(batch.some(({ id }) => id === "bad") ? 500 : 200),
      { callsMax: 1 },
    );
    const result = await deliverCalls([aCall("ok", "b"), poison], policy, deps);
    expect(result.rejected).toMatchObject([{ call: poison, status: 500 }]);
    expect(idsOf(result.delivered)).toEqual(["ok"]);
  });

  it("blames no record while nothing is taken at all", async () => {
    const { deps } = scripted(() => answer(503));
    const result = await deliverCalls(calls("a", "b", "c"), policy, deps);
    // Three tries of all, and one of a single call.
    expect(result).toMatchObject({
      requests: 4,
      fault: { kind: "connection", status: 503 },
    });
    expect(
      [...result.suspects.values()].map(({ isCounted }) => isCounted),
    ).toEqual([false]);
    expect(result.unanswered).toHaveLength(3);
  });

  it("tries a batch without an answer again, and no other", async () => {
    const { deps, seen } = scripted(
      (_calls, request) => (request === 1 ? silence : answer(200)),
      { callsMax: 1 },
    );
    const result = await deliverCalls(calls("a", "b", "c"), policy, deps);
    expect(result).toMatchObject({ requests: 4, retries: 1, fault: null });
    expect(result.delivered).toHaveLength(3);
    expect(seen.sleeps).toEqual([200]);
  });

  it("sends smaller batches when even the first is too much at once", async () => {
    const { deps } = scripted((batch) => answer(batch.length > 3 ? 429 : 200));
    const all = Array.from({ length: 20 }, (_, n) => aCall(`${n}`, `${n}`));
    const result = await deliverCalls(all, policy, deps);
    expect(result.delivered).toHaveLength(20);
  });

  it("stops when the gate says no, and when the sync is refused", async () => {
    const { deps } = scripted(() => answer(401), { callsMax: 1 });
    const refused = await deliverCalls(calls("a", "b"), policy, deps);
    expect(refused).toMatchObject({ fault: { kind: "sync", status: 401 } });
    expect(refused.unanswered).toHaveLength(2);
    const fault = { kind: "connection", status: 429, message: "wait" } as const;
    const closed = await deliverCalls(calls("a", "b"), policy, {
      ...deps,
      admit: () => Promise.resolve({ ok: false, fault }),
    });
    expect(closed).toMatchObject({ requests: 0, fault });
    expect(closed.unanswered).toHaveLength(2);
  });

  it("tries with a single call whether the destination is well again", async () => {
    const sizes: number[] = [];
    const { deps } = scripted((batch) => {
      sizes.push(batch.length);
      return answer(200);
    });
    const probe = { ...policy, isProbe: true };
    await deliverCalls(calls("a", "b", "c"), probe, deps);
    expect(sizes).toEqual([1, 2]);
  });

  it("sends in any order where the sync says so", async () => {
    const { deps } = scripted<TestCall>(
      (batch) => answer(batch.some(({ id }) => id === "0") ? 500 : 200),
      { callsMax: 2 },
    );
    const all = Array.from({ length: 6 }, (_, n) => aCall(`${n}`, "a", n));
    const any = { ...policy, keepsOrder: false };
    const result = await deliverCalls(all, any, deps);
    expect(idsOf(result.unanswered)).toEqual(["0"]);
    expect(result.delivered).toHaveLength(5);
  });
});
