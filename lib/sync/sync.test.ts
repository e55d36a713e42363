import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, classifyStatus } from "./fault";
import { checkHeapEvent, eventTable } from "./heap-event";
import { addLedgers, emptyLedger, isBalanced, settledStatus } from "./ledger";
import {
  messageNamer,
  type MessageOrigin,
  type MessagePlace,
} from "./message-id";
import { toCallText, toTrackCall } from "./segment-call";

const sha256 = (text: string) => createHash("sha256").update(text).digest();
const sha256Hex = (text: string) => sha256(text).toString("hex");
const sha256Binary = (text: string) => sha256(text).toString("latin1");
const origin = {
  workspaceId: "wsp_1",
  syncId: "syn_1",
  destinationConnectionId: "con_2",
  recordKey: "con_1:events:sign_up:9001",
  outputIndex: 0,
  generation: 0,
};

const messageIdFor = (one: MessageOrigin & MessagePlace) =>
  messageNamer(one, sha256Binary)(one);

describe("a message id", () => {
  it("never changes: destinations know repeats by it", () => {
    expect(messageIdFor(origin)).toBe("slc_DVg58qlHYRTInCmhdhq3bJAA3R");
  });

  it("differs when anything of its origin differs", () => {
    const others = [
      { ...origin, workspaceId: "wsp_2" },
      { ...origin, syncId: "syn_2" },
      { ...origin, destinationConnectionId: "con_3" },
      { ...origin, recordKey: "con_1:events:sign_up:9002" },
      { ...origin, outputIndex: 1 },
      { ...origin, generation: 1 },
    ];
    const ids = [origin, ...others].map(messageIdFor);
    expect(new Set(ids).size).toBe(7);
    for (const id of ids) expect(id).toMatch(/^slc_[0-9A-Za-z]{26}$/);
  });
});

describe("whose fault an answer is", () => {
  it.each([
    [200, null],
    [408, "connection"],
    [410, "connection"],
    [429, "connection"],
    [460, "connection"],
    [500, "connection"],
    [503, "connection"],
    [501, "sync"],
    [505, "sync"],
    [401, "sync"],
    [403, "sync"],
    [404, "sync"],
    [302, "sync"],
    [400, "record"],
    [413, "record"],
    [422, "record"],
  ])("%i is %s", (status, fault) => {
    expect(classifyStatus(status)).toBe(fault);
  });
});

describe("waiting", () => {
  it("stays between nothing and the doubled step", () => {
    expect(backoffMs(3, 100, 10_000, 0)).toBe(0);
    expect(backoffMs(3, 100, 10_000, 1)).toBe(800);
    expect(backoffMs(30, 100, 10_000, 1)).toBe(10_000);
  });
});

describe("the ledger", () => {
  it("stays balanced when balanced chunks are added", () => {
    const counts = fc.record({
      filtered: fc.nat(99),
      invalid: fc.nat(99),
      delivered: fc.nat(99),
      rejected: fc.nat(99),
      pending: fc.nat(99),
    });
    fc.assert(
      fc.property(fc.array(counts), (chunks) => {
        const total = chunks
          .map((chunk) => ({
            ...chunk,
            read: Object.values(chunk).reduce((a, b) => a + b, 0),
          }))
          .reduce(addLedgers, emptyLedger());
        expect(isBalanced(total)).toBe(true);
      }),
    );
  });

  it("settles a run only when nothing is pending", () => {
    const ledger = { ...emptyLedger(), read: 3, delivered: 2 };
    expect(settledStatus({ ...ledger, pending: 1 })).toBe("running");
    expect(settledStatus({ ...ledger, invalid: 1 })).toBe("partial");
    expect(settledStatus({ ...ledger, delivered: 3 })).toBe("succeeded");
  });
});

describe("a Heap event at the door", () => {
  const check = (value: Record<string, string | number | null>) =>
    checkHeapEvent(value, "con_1", sha256Hex);

  it("is named by connection, stream, event table and event id", () => {
    const outcome = check({
      event: "Sign Up - Completed",
      event_id: 9001,
      user_id: "1",
    });
    expect(outcome).toEqual({
      ok: true,
      event: "Sign Up - Completed",
      recordKey: "con_1:events:sign_up___completed:9001",
    });
    expect(eventTable("Sign Up - Completed")).toBe("sign_up___completed");
  });

  it("has the same key without an id, whatever the order of its members", () => {
    const a = check({ event: "A", user_id: "1", plan: "x" });
    const b = check({ plan: "x", user_id: "1", event: "A" });
    expect(a).toEqual(b);
    expect(a.ok).toBe(true);
  });

  it("is refused without an event or an id, with all problems", () => {
    expect(check({ user_id: "1" })).toEqual({
      ok: false,
      message: "event should be text",
    });
    expect(check({ event: "A" })).toEqual({
      ok: false,
      message: "user_id or identity is required",
    });
    expect(check({ event: "A", identity: "" }).ok).toBe(false);
  });
});

describe("a Track call", () => {
  const call = {
    event: "Signed Up",
    userId: "ann@acme.io",
    properties: { plan: "pro" },
  };
  const code = (payload: Parameters<typeof toTrackCall>[0]) => {
    const made = toTrackCall(payload, "slc_1");
    const outcome = made.ok ? toCallText(made.call) : made;
    return outcome.ok ? "ok" : outcome.code;
  };

  it("carries its message id and its size in bytes", () => {
    const made = toTrackCall({ ...call, event: "Größe" }, "slc_1");
    const outcome = made.ok ? toCallText(made.call) : made;
    expect(outcome.ok && JSON.parse(outcome.text)).toEqual({
      ...call,
      event: "Größe",
      type: "track",
      messageId: "slc_1",
    });
    expect(outcome.ok && outcome.bytes).toBe(
      outcome.ok ? Buffer.byteLength(outcome.text) : 0,
    );
  });

  it("leaves a payload that it refuses as it was", () => {
    const payload = { event: "A", anonymousId: "heap-11-" };
    expect(toTrackCall(payload, "slc_1").ok).toBe(false);
    expect(payload).toEqual({ event: "A", anonymousId: "heap-11-" });
  });

  it.each([
    [{ ...call }, "ok"],
    [{ event: "A", anonymousId: "heap-11-1" }, "ok"],
    [{ event: "A" }, "no_identity"],
    [{ event: "A", anonymousId: "heap-11-" }, "no_identity"],
    [{ event: "A", userId: "u", anonymousId: "heap-11-" }, "ok"],
    [{ ...call, userId: "" }, "no_identity"],
    [{ ...call, userId: 5 }, "bad_type"],
    [{ ...call, event: 5 }, "bad_type"],
    [{ ...call, properties: [] }, "bad_type"],
    [{ ...call, properties: null }, "bad_type"],
    [{ ...call, timestamp: "yesterday" }, "bad_type"],
    [{ ...call, properties: { big: "x".repeat(40_000) } }, "too_large"],
    [{ ...call, properties: { big: "é".repeat(20_000) } }, "too_large"],
  ])(
    "%# is told apart before Segment drops it in silence",
    (payload, expected) => {
      expect(code(payload)).toBe(expected);
    },
  );
});
