import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCondition } from "@/lib/mapping/compile-condition";
import type { Condition } from "@/lib/mapping/condition";
import { anyCondition, record } from "@/lib/mapping/testing/arbitraries";
import { partsOf, toCondition, toGroup } from "./filter-tree";

const plan = { path: "plan", op: "=" as const, value: "pro" };
const event = { path: "event", op: "in" as const, value: ["A", "B"] };

describe("a filter", () => {
  it.each<[Condition]>([
    [plan],
    [{ all: [plan, event] }],
    [{ any: [plan, { all: [event, plan] }] }],
    [{ not: plan }],
    [{ not: { any: [plan, event] } }],
    [{ not: { all: [plan, event] } }],
    [{ not: { not: plan } }],
    [{ any: [] }],
    [{ not: { all: [] } }],
  ])("is the same again after it was shown: %j", (condition) => {
    expect(toCondition(toGroup(condition))).toEqual(condition);
  });

  it("decides as before, whatever it is, and numbers its parts apart", () => {
    fc.assert(
      fc.property(anyCondition, record, (condition, input) => {
        const shown = toGroup(condition);
        const ids = partsOf(shown).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const again = toCondition(shown);
        const decides = again === null ? true : compileCondition(again)(input);
        expect(decides).toBe(compileCondition(condition)(input));
      }),
      { numRuns: 10_000 },
    );
  });

  it("keeps what no row can show: values, and operators that don't fit", () => {
    const odd: Condition = {
      all: [
        { path: "a", op: "=", value: { b: [null, 1] } },
        { path: "a", op: "exists", value: "unused" },
        { path: ".", op: "in", value: "no list" },
      ],
    };
    expect(toCondition(toGroup(odd))).toEqual(odd);
  });

  it("is none where it lets everything through", () => {
    expect(toCondition(toGroup(null))).toBeNull();
    expect(toCondition(toGroup({ any: [{ all: [] }] }))).toBeNull();
    expect(toCondition(toGroup({ not: { any: [] } }))).toBeNull();
  });
});
