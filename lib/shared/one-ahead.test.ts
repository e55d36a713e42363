import { setImmediate as others } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { oneAhead } from "./one-ahead";

describe("one ahead", () => {
  it("gives every item in order", async () => {
    const items: number[] = [];
    for await (const item of oneAhead(counting(3, []))) items.push(item);
    expect(items).toEqual([1, 2, 3]);
  });

  it("makes one item while the one before is worked on, and no more", async () => {
    const made: number[] = [];
    for await (const item of oneAhead(counting(4, made))) {
      await others();
      expect(made.at(-1)).toBe(Math.min(item + 1, 4));
    }
  });

  it("throws after the good items", async () => {
    const seen: number[] = [];
    const read = async () => {
      for await (const item of oneAhead(breaking())) {
        await others();
        seen.push(item);
      }
    };
    await expect(read()).rejects.toThrow("broken");
    expect(seen).toEqual([1]);
  });

  it("lets the source go when nobody asks any more", async () => {
    const made: (number | "end")[] = [];
    for await (const item of oneAhead(counting(9, made))) if (item === 2) break;
    expect(made.at(-1)).toBe("end");
  });
});

async function* counting(to: number, made: (number | "end")[]) {
  try {
    for (let item = 1; item <= to; item += 1) {
      made.push(item);
      yield await Promise.resolve(item);
    }
  } finally {
    if (made.length < to) made.push("end");
  }
}

async function* breaking() {
  yield await Promise.resolve(1);
  throw new Error("broken");
}
