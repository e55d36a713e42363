import { describe, expect, it } from "vitest";
import {
  countFiles,
  firstDumps,
  tablesLeft,
  type DumpSummary,
} from "./plan-reading";

const dump = (
  dumpId: number,
  tables: Record<string, { files: number; incremental?: boolean }>,
): DumpSummary => ({
  dumpId,
  tables: Object.entries(tables).map(([name, { files, incremental }]) => ({
    ...{ name, files, incremental: incremental ?? true },
  })),
});
const from = (name: string, dumpId: number | null = null, filesRead = 0) => ({
  ...{ name, dumpId, filesRead },
});
const names = (left: ReturnType<typeof tablesLeft>) =>
  left.map(({ dumpId, table, file, files }) =>
    [dumpId, table, `${file}/${files}`].join(" "),
  );
const firstOf = (dumps: DumpSummary[], bookmark: ReturnType<typeof from>) =>
  firstDumps(dumps, [bookmark]).get(bookmark.name);

const full = { files: 1, incremental: false };
const some = { files: 1 };

describe("what is left to read of Heap Connect", () => {
  it("begins with the newest dump that replaces a table, or where reading stopped after it", () => {
    const dumps = [dump(9, { users: full }), dump(10, { users: some })];
    expect(firstOf(dumps, from("users"))).toBe(9);
    expect(firstOf(dumps, from("users", 10))).toBe(10);
    expect(firstOf(dumps, from("users", 3))).toBe(9);
  });

  it("begins at the first dump with a table that was never written whole", () => {
    const dumps = [dump(9, {}), dump(12, { a: some }), dump(100, { a: some })];
    expect(names(tablesLeft(dumps, [from("a")]))).toEqual([
      "12 a 0/1",
      "100 a 0/1",
    ]);
  });

  it("goes dump by dump by number, in each by the given order, and past what was read", () => {
    const dumps = [
      dump(100, { users: some, a: { files: 2 } }),
      dump(9, { users: full, a: { files: 3, incremental: false } }),
    ];
    const tables = [from("users", 9, 1), from("a", 9, 1)];
    expect(names(tablesLeft(dumps, tables))).toEqual([
      ...["9 a 1/3", "100 users 0/1", "100 a 0/2"],
    ]);
    expect(countFiles(tablesLeft(dumps, tables))).toBe(5);
  });

  it("passes dumps by that do not hold a table, and tells of one that empties it", () => {
    const dumps = [
      dump(1, { a: full }),
      dump(2, {}),
      dump(3, { a: { files: 0, incremental: false } }),
    ];
    expect(names(tablesLeft(dumps, [from("a", 1, 1)]))).toEqual(["3 a 0/0"]);
    expect(names(tablesLeft(dumps, [from("a", 3, 0)]))).toEqual([]);
  });

  it("takes no longer for years of dumps with many tables and files", () => {
    const tables = Array.from({ length: 300 }, (_, index) => `table_${index}`);
    const summary = tables.map((name) => [name, { files: 500 }] as const);
    const years = Array.from({ length: 1_000 }, (_, index) =>
      dump(index + 1, Object.fromEntries(summary)),
    );
    const bookmarks = tables.map((name) => from(name, 1_000, 10));
    const startedAt = performance.now();
    for (let time = 0; time < 20; time += 1)
      expect(countFiles(tablesLeft(years, bookmarks))).toBe(300 * 490);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
