import { describe, expect, it } from "vitest";
import { expectWhole } from "../system/connect/expect-whole";
import { importUnderFire } from "../system/connect/import-under-fire";

const WORKER_MB_MAX = 500;

describe("Heap Connect in S3, the long form", () => {
  it("brings 1,000,000 events of 200,000 users to Segment once and whole, with three kills and flat memory, and then exactly what changed", async () => {
    const outcome = await importUnderFire({
      ...{ users: 200_000, events: 1_000_000, partRows: 100_000, kills: 3 },
      second: { changedShare: 0.01, merges: 500, rebuild: ["report_created"] },
      ...{ msMax: 60 * 60_000, log: console.log },
    });
    console.log(JSON.stringify(outcome, null, 2));
    expect(outcome.kills).toBe(3);
    expectWhole(outcome);
    expect(outcome.workerMbMost).toBeLessThan(WORKER_MB_MAX);
  });
});
