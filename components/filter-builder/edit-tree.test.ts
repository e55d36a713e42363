import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCondition } from "@/lib/mapping/testing/arbitraries";
import {
  duplicatePart,
  insertPart,
  nextId,
  removePart,
  replacePart,
  ungroup,
  wrapPart,
} from "./edit-tree";
import { filterReducer, startFilter } from "./filter-history";
import {
  isGroup,
  partsOf,
  toGroup,
  type Group,
  type Part,
} from "./filter-tree";
import { movePart, stepPart } from "./move-part";

const has = (path: string) => ({ path, op: "exists" as const });

/** Numbers: 1 is a, 2 the group, 3 b and 4 c in it, 5 d. */
const tree = toGroup({
  all: [has("a"), { any: [has("b"), has("c")] }, has("d")],
});

/** `a any(b c) d`. */
const shown = (part: Part): string =>
  isGroup(part)
    ? `${part.join}(${part.parts.map(shown).join(" ")})`
    : part.path;

describe("editing a filter", () => {
  it("adds, removes, replaces and duplicates", () => {
    const added = insertPart(tree, { group: 2, index: 1 }, has("x"));
    expect(shown(added)).toBe("all(a any(b x c) d)");
    expect(partsOf(added).map(({ id }) => id)).toContain(nextId(tree));
    expect(shown(removePart(tree, 2))).toBe("all(a d)");
    expect(shown(removePart(tree, 3))).toBe("all(a any(c) d)");
    expect(shown(replacePart(tree, { ...has("y"), id: 4 }))).toBe(
      "all(a any(b y) d)",
    );
    expect(shown(replacePart(tree, { ...tree, join: "none" }))).toBe(
      "none(a any(b c) d)",
    );
    const twice = duplicatePart(tree, 2);
    expect(shown(twice)).toBe("all(a any(b c) any(b c) d)");
    expect(new Set(partsOf(twice).map(({ id }) => id)).size).toBe(9);
  });

  it("groups and takes groups apart", () => {
    const wrapped = wrapPart(tree, 1);
    expect(shown(wrapped)).toBe("all(any(a) any(b c) d)");
    expect(shown(ungroup(wrapped, nextId(tree)))).toBe(shown(tree));
    expect(shown(ungroup(tree, 2))).toBe("all(a b c d)");
  });

  it.each<[number, number, number, string]>([
    [1, 0, 3, "all(any(b c) d a)"],
    [5, 0, 0, "all(d a any(b c))"],
    [5, 2, 1, "all(a any(b d c))"],
    [3, 0, 1, "all(a b any(c) d)"],
    [3, 2, 2, "all(a any(c b) d)"],
    [3, 2, 1, "all(a any(b c) d)"],
    [2, 0, 0, "all(any(b c) a d)"],
    [2, 2, 0, "all(a any(b c) d)"],
    [0, 2, 0, "all(a any(b c) d)"],
  ])("moves %i into %i at %i", (id, group, index, expected) => {
    expect(shown(movePart(tree, id, { group, index }))).toBe(expected);
  });

  it("steps past parts, into groups, and out of them at their ends", () => {
    const seen = [shown(tree)];
    let at = tree;
    for (let step = 0; step < 4; step += 1) {
      at = stepPart(at, 1, "down");
      seen.push(shown(at));
    }
    expect(seen).toEqual([
      "all(a any(b c) d)",
      "all(any(a b c) d)",
      "all(any(b a c) d)",
      "all(any(b c a) d)",
      "all(any(b c) a d)",
    ]);
    for (let step = 0; step < 4; step += 1) at = stepPart(at, 1, "up");
    expect(shown(at)).toBe(shown(tree));
    expect(stepPart(tree, 1, "up")).toBe(tree);
    expect(shown(stepPart(tree, 3, "out"))).toBe("all(a any(c) b d)");
    expect(stepPart(tree, 1, "out")).toBe(tree);
  });

  it("loses no part by moving, wherever it goes", () => {
    const move = fc.record({
      id: fc.nat(8),
      group: fc.nat(8),
      index: fc.nat(3),
    });
    fc.assert(
      fc.property(anyCondition, fc.array(move), (condition, moves) => {
        const before = toGroup(condition);
        const after = moves.reduce<Group>((at, { id, group, index }) => {
          const size = partsOf(at).find((part) => part.id === group);
          if (size === undefined || !isGroup(size)) return at;
          return movePart(at, id, {
            group,
            index: Math.min(index, size.parts.length),
          });
        }, before);
        const ids = (root: Group) =>
          partsOf(root)
            .map(({ id }) => id)
            .toSorted((a, b) => a - b);
        expect(ids(after)).toEqual(ids(before));
      }),
    );
  });
});

describe("the steps back", () => {
  it("take what is typed in one input as one step", () => {
    const type = (history: typeof start, path: string) =>
      filterReducer(history, {
        kind: "change",
        to: toGroup(has(path)),
        mark: "path 1",
      });
    const start = startFilter(null);
    const typed = ["a", "ab", "abc"].reduce(type, start);
    expect(shown(typed.present)).toBe("all(abc)");
    const undone = filterReducer(typed, { kind: "undo" });
    expect(undone.present).toBe(start.present);
    const redone = filterReducer(undone, { kind: "redo" });
    expect(shown(redone.present)).toBe("all(abc)");
    expect(type(redone, "abcd").past).toHaveLength(2);
  });
});
