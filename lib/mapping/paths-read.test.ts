import { describe, expect, it } from "vitest";
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
