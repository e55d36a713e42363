import { describe, expect, it } from "vitest";
import { filesLeft, firstDumpOf, type DumpSummary } from "./plan-reading";

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
const names = (files: ReturnType<typeof filesLeft>) =>
  [...files].map(({ dumpId, table, file }) => `${dumpId} ${table} ${file}`);

const full = { files: 1, incremental: false };
const some = { files: 1 };

describe("what is left to read of Heap Connect", () => {
  it("begins with the newest dump that replaces a table, or where reading stopped after it", () => {
    const dumps = [dump(9, { users: full }), dump(10, { users: some })];
    expect(firstDumpOf(dumps, from("users"))).toBe(9);
    expect(firstDumpOf(dumps, from("users", 10))).toBe(10);
    expect(firstDumpOf(dumps, from("users", 3))).toBe(9);
  });

  it("begins at the first dump with a table that was never written whole", () => {
    const dumps = [dump(9, {}), dump(12, { a: some }), dump(100, { a: some })];
    expect(names(filesLeft(dumps, [from("a")]))).toEqual(["12 a 0", "100 a 0"]);
  });

  it("goes dump by dump by number, in each by the given order, and past what was read", () => {
    const dumps = [
      dump(100, { users: some, a: { files: 2 } }),
      dump(9, { users: full, a: { files: 3, incremental: false } }),
    ];
    const tables = [from("users", 9, 1), from("a", 9, 1)];
    expect(names(filesLeft(dumps, tables))).toEqual([
      ...["9 a 1", "9 a 2", "100 users 0", "100 a 0", "100 a 1"],
    ]);
  });

  it("passes dumps by that do not hold a table, and tells of one that empties it", () => {
    const dumps = [
      dump(1, { a: full }),
      dump(2, {}),
      dump(3, { a: { files: 0, incremental: false } }),
    ];
    expect(names(filesLeft(dumps, [from("a", 1, 1)]))).toEqual(["3 a 0"]);
    expect(names(filesLeft(dumps, [from("a", 3, 0)]))).toEqual([]);
  });
});
