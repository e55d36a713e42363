import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDeeperThan } from "./json-depth";

describe("the depth of a text", () => {
  it.each([
    ["[[[]]]", 3, false],
    ["[[[]]]", 2, true],
    ['{"a":{"b":[1]}}', 2, true],
    ['["[[[[", "\\"[[["]', 1, false],
    ["[[[[[[", 3, true],
    ['"never ends [[[[', 0, false],
  ])("%s against %d: %s", (text, depthMax, expected) => {
    expect(isDeeperThan(text, depthMax)).toBe(expected);
  });

  it("agrees with the value that was written", () => {
    const depthOf = (value: unknown): number =>
      typeof value === "object" && value !== null
        ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
        : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const depth = depthOf(value);
        const text = JSON.stringify(value);
        expect(isDeeperThan(text, depth)).toBe(false);
        if (depth > 0) expect(isDeeperThan(text, depth - 1)).toBe(true);
      }),
    );
  });
});
