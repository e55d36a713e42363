import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEAD_LETTER_CODES, type Ledger } from "./ledger";
import { stageCounts } from "./pipeline-stages";

const count = fc.nat(10_000);
const failure = fc.record({
  code: fc.constantFrom(
    ...DEAD_LETTER_CODES.filter(
      (code) => code !== "rejected_by_destination" && code !== "cancelled",
    ),
  ),
  outcome: fc.constant("invalid" as const),
  count,
});

describe("what reaches each stage", () => {
  it("is what was read, less what left on the way", () => {
    const ledger = {
      ...{ read: 1_000, filtered: 117, invalid: 6 },
      ...{ delivered: 870, rejected: 2, pending: 5 },
    };
    const counts = stageCounts(ledger, [
      { code: "no_identity", outcome: "invalid", count: 1 },
      { code: "mapping_failed", outcome: "invalid", count: 3 },
      { code: "plan_violation", outcome: "invalid", count: 2 },
      { code: "rejected_by_destination", outcome: "rejected", count: 2 },
    ]);
    expect(
      counts.map(({ stage, entered, left }) => [stage, entered, left]),
    ).toEqual([
      ["source", 1_000, 0],
      ["filter", 1_000, 117],
      ["identity", 883, 1],
      ["mapping", 882, 3],
      ["validation", 879, 2],
      ["destination", 877, 2],
    ]);
  });

  it("balances with the ledger, whatever failed and however much of it is still known", () => {
    fc.assert(
      fc.property(
        fc.array(failure, { maxLength: 9 }),
        fc.record({ delivered: count, rejected: count, pending: count }),
        count,
        count,
        (failures, ends, filtered, forgotten) => {
          const known = failures.reduce((sum, one) => sum + one.count, 0);
          const invalid = known + forgotten;
          const reached = ends.delivered + ends.rejected + ends.pending;
          const ledger: Ledger = {
            ...{ ...ends, filtered, invalid },
            read: filtered + invalid + reached,
          };
          const counts = stageCounts(ledger, failures);
          expect(counts.at(-1)?.entered).toBe(reached);
          for (const { entered, left } of counts)
            expect(entered).toBeGreaterThanOrEqual(left);
        },
      ),
    );
  });
});
