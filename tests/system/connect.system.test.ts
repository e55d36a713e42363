import { describe, expect, it } from "vitest";
import { importUnderFire } from "./connect/import-under-fire";

describe("Heap Connect in S3, as npm start reads it", () => {
  it("goes to Segment once and whole, although the worker is killed on the way", async () => {
    const outcome = await importUnderFire({
      ...{ users: 1_000, events: 20_000, partRows: 2_000, kills: 2 },
      ...{ msMax: 180_000, log: () => undefined },
    });
    const { rows, ledger, distinctIds, kills } = outcome;
    expect(kills).toBe(2);
    expect(ledger).toEqual({
      ...{ read: rows, delivered: rows },
      ...{ filtered: 0, invalid: 0, rejected: 0, pending: 0 },
    });
    expect(distinctIds).toBe(rows);
  });
});
