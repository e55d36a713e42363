import { describe, expect, it } from "vitest";
import { importUnderFire } from "../system/connect/import-under-fire";

const WORKER_MB_MAX = 500;

describe("Heap Connect in S3, the long form", () => {
  it("brings 1,000,000 events of 200,000 users to Segment once and whole, with three kills and flat memory", async () => {
    const outcome = await importUnderFire({
      ...{ users: 200_000, events: 1_000_000, partRows: 100_000, kills: 3 },
      ...{ msMax: 60 * 60_000, log: console.log },
    });
    console.log(outcome);
    const { rows, ledger, distinctIds, kills, workerMbMost } = outcome;
    expect(kills).toBe(3);
    expect(ledger).toEqual({
      ...{ read: rows, delivered: rows },
      ...{ filtered: 0, invalid: 0, rejected: 0, pending: 0 },
    });
    expect(distinctIds).toBe(rows);
    expect(workerMbMost).toBeLessThan(WORKER_MB_MAX);
  });
});
