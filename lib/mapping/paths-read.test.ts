import { describe, expect, it } from "vitest";
import { eventsOfCondition } from "../sync/events-of-condition";
import { pathsOfMapping } from "./paths-read";

describe("what a mapping reads", () => {
  it("is named, wherever it stands", () => {
    expect(
      pathsOfMapping({
        a: { value: 1 },
        b: { first: [{ path: "x" }, { template: "{{y}}-{{z.w}}" }] },
        c: {
          when: { all: [{ path: "plan", op: "exists" }] },
          then: { fn: "trim", args: [{ path: "t" }] },
        },
        d: { each: "items", map: { sku: { path: "sku" } } },
        "p.*": { pick: "properties" },
      }),
    ).toEqual([
      ...["x", "y", "z.w", "plan", "t"],
      ...["items", "items[].sku", "properties"],
    ]);
  });
});

describe("the events that a filter takes", () => {
  const is = (value: string) => ({ path: "event", op: "=" as const, value });
  const plan = { path: "plan", op: "=" as const, value: "pro" };
  it.each([
    [is("A"), ["A"]],
    [{ path: "event", op: "in" as const, value: ["A", "B"] }, ["A", "B"]],
    [{ all: [is("A"), plan] }, ["A"]],
    [{ any: [is("A"), is("B")] }, ["A", "B"]],
    [{ any: [is("A"), plan] }, null],
    [{ not: is("A") }, null],
    [{ all: [is("A"), is("B")] }, []],
    [plan, null],
  ])("%j: %j", (condition, events) => {
    expect(eventsOfCondition(condition)).toEqual(events);
  });
});
