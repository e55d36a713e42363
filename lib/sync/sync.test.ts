import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, classifyStatus } from "./fault";
import { addLedgers, emptyLedger, isBalanced, settledStatus } from "./ledger";
import {
  messageNamer,
  type MessageOrigin,
  type MessagePlace,
} from "./message-id";

const sha256 = (text: string) => createHash("sha256").update(text).digest();
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
