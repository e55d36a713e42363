import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIdTable } from "./id-table";

const word = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 0xffffffff }),
);

describe("the id table", () => {
  it("answers like a set of pairs, apart from the all-zero hash", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 400 }), (all) => {
        const table = createIdTable();
        const model = new Set<string>();
        for (const [high, low] of all) {
          const name =
            high === 0 && low === 0 ? "0,1" : `${String(high)},${String(low)}`;
          expect(table.has(high, low)).toBe(model.has(name));
          expect(table.add(high, low)).toBe(!model.has(name));
          model.add(name);
          expect(table.has(high, low)).toBe(true);
        }
        expect(table.size).toBe(model.size);
      }),
    );
  });

  it("keeps every hash while it grows", () => {
    const table = createIdTable();
    const count = 100_000;
    for (let at = 0; at < count; at += 1) {
      table.add(Math.imul(at, 0x9e3779b1) >>> 0, at);
    }
    expect(table.size).toBe(count);
    for (let at = 0; at < count; at += 1) {
      expect(table.has(Math.imul(at, 0x9e3779b1) >>> 0, at)).toBe(true);
    }
    expect(table.has(7, 200_000)).toBe(false);
  });

  it("forgets all when cleared", () => {
    const table = createIdTable();
    table.add(1, 2);
    table.clear();
    expect(table.size).toBe(0);
    expect(table.has(1, 2)).toBe(false);
  });
});
