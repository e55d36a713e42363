import { describe, expect, it } from "vitest";
import { expectWhole } from "./connect/expect-whole";
import { importUnderFire } from "./connect/import-under-fire";

/** A busy machine may need minutes to start a killed worker again. */
const TIMEOUT_MS = 600_000;

describe("Heap Connect in S3, as npm start reads it", () => {
  it(
    "goes to Segment once and whole although the worker is killed on the way, and then exactly what changed",
    async () => {
      const outcome = await importUnderFire({
        ...{ users: 400, events: 6_000, partRows: 500, kills: 1 },
        second: { changedShare: 0.01, merges: 20, rebuild: ["report_created"] },
        ...{ msMax: 240_000, log: () => undefined },
      });
      expect(outcome.kills).toBe(1);
      expectWhole(outcome);
    },
    TIMEOUT_MS,
  );
});
