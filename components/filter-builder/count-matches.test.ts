import { describe, expect, it } from "vitest";
import type { Condition } from "@/lib/mapping/condition";
import { countMatches } from "./count-matches";
import { distance } from "./closest-place";
import { describePart, describePlace } from "./describe-part";
import { toGroup } from "./filter-tree";
import { treeProblems } from "./tree-problems";

const records = [
  { plan: "pro", seats: 3 },
  { plan: "pro", seats: 9 },
  { plan: "free", seats: 9 },
];
const pro = { path: "plan", op: "=" as const, value: "pro" };
const large = { path: "seats", op: ">" as const, value: 5 };

describe("counting", () => {
  it("says of the filter and each of its parts how many records it holds for", () => {
    const { taken, left, counts, leftOut } = countMatches(
      toGroup({ all: [pro, { not: large }] }),
      records,
    );
    expect([taken.length, left.length, leftOut]).toEqual([1, 2, 0]);
    expect([...counts]).toEqual([
      ...[
        [0, 1],
        [1, 2],
        [2, 1],
        [3, 2],
      ],
    ]);
  });

  it("asks what is finished, and says how much is not", () => {
    const { taken, counts, leftOut } = countMatches(
      toGroup({ all: [pro, { path: "", op: "=" }, { any: [] }] }),
      records,
    );
    expect([taken.length, leftOut]).toEqual([2, 2]);
    expect(counts.has(2)).toBe(false);
    expect(countMatches(toGroup(null), records).taken).toHaveLength(3);
  });
});

describe("what is wrong with a filter", () => {
  it("stands at the part that causes it", () => {
    const problems = treeProblems(
      toGroup({
        any: [
          pro,
          { path: "plan", op: "matches", value: "(" },
          { path: "a..b", op: "exists" },
          { path: "plan", op: "=" },
          { all: [] },
        ],
      }),
    );
    expect([...problems.keys()]).toEqual([2, 3, 4, 5]);
    expect(problems.get(2)?.text).toContain("regular expression");
    expect(problems.get(4)).toEqual({
      ...{ text: "Give a value.", isUnfinished: true },
    });
  });

  it("is of the whole where no part alone causes it", () => {
    const deep = Array.from({ length: 40 }).reduce<Condition>(
      (inner) => ({ not: inner }),
      pro,
    );
    expect([...treeProblems(toGroup(deep)).keys()]).toEqual([0]);
    expect(treeProblems(toGroup(null)).size).toBe(0);
    expect(treeProblems(toGroup({ any: [] })).size).toBe(1);
  });
});

describe("words and distances", () => {
  it("name parts and places", () => {
    const root = toGroup({ all: [pro, { any: [] }] });
    expect(root.parts.map(describePart)).toEqual([
      ...["plan is “pro”", "the group “any of” of 0"],
    ]);
    expect(describePlace(root, { group: 0, index: 1 })).toBe(
      "place 2 in “all of”",
    );
    expect(describePlace(root, { group: 2, index: 0 })).toBe(
      "the empty group “any of”",
    );
  });

  it("are from a point to the edge of a box", () => {
    const box = { left: 10, top: 10, width: 10, height: 10 };
    expect(distance({ x: 15, y: 15 }, box)).toBe(0);
    expect(distance({ x: 23, y: 24 }, box)).toBe(5);
    expect(distance({ x: 7, y: 15 }, box)).toBe(3);
  });
});
