import { describe, expect, it } from "vitest";
import { expectWhole } from "./connect/expect-whole";
import { importUnderFire } from "./connect/import-under-fire";

describe("Heap Connect in S3, as npm start reads it", () => {
  it("goes to Segment once and whole although the worker is killed on the way, and then exactly what changed", async () => {
    const outcome = await importUnderFire({
      ...{ users: 1_000, events: 20_000, partRows: 2_000, kills: 2 },
      second: { changedShare: 0.01, merges: 20, rebuild: ["report_created"] },
      ...{ msMax: 180_000, log: () => undefined },
    });
    expect(outcome.kills).toBe(2);
    expectWhole(outcome);
  });
});
