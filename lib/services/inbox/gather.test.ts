import { describe, expect, it, vi } from "vitest";
import { createGatherer } from "./gather";

type Write = { items: number[]; end: (error?: Error) => void };

/** Writes that end when they are told to; a result is the item in negative. */
function aGatherer(writesMax: number) {
  const writes: Write[] = [];
  const gatherer = createGatherer<number, number>({
    ...{ gatherMs: 5, itemsMax: 10, writesMax },
    write: (items) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          if (error === undefined) resolve(items.map((item) => -item));
          else reject(error);
        };
        writes.push({ items, end });
      }),
  });
  return { ...gatherer, writes };
}

const untilWrites = (writes: Write[], count: number) =>
  vi.waitFor(() => {
    expect(writes).toHaveLength(count);
  });

describe("a gatherer", () => {
  it("writes together what comes within the time, and gives each its own results", async () => {
    const { add, writes } = aGatherer(1);
    const answers = [add([1, 2]), add([3]), add([4, 5])];
    expect(writes).toHaveLength(0);
    await untilWrites(writes, 1);
    expect(writes[0]?.items).toEqual([1, 2, 3, 4, 5]);
    writes[0]?.end();
    expect(await Promise.all(answers)).toEqual([[-1, -2], [-3], [-4, -5]]);
  });

  it("writes at once when enough has come, and keeps what one brings together", () => {
    const { add, writes } = aGatherer(2);
    void add([1, 2, 3, 4, 5, 6, 7, 8]);
    void add([9, 10, 11, 12, 13, 14]);
    expect(writes.map(({ items }) => items.length)).toEqual([14]);
  });

  it("gathers on while as many writes as may be are under way", async () => {
    const { add, writes, isIdle } = aGatherer(1);
    const first = add([1]);
    await untilWrites(writes, 1);
    const later = [add([2]), add([3])];
    await new Promise((resolve) => setTimeout(resolve, 20));
    later.push(add([4]));
    expect(writes).toHaveLength(1);
    writes[0]?.end();
    await first;
    await untilWrites(writes, 2);
    expect(writes[1]?.items).toEqual([2, 3, 4]);
    writes[1]?.end();
    await Promise.all(later);
    expect(isIdle()).toBe(true);
  });

  it("fails all of a write that fails, and goes on", async () => {
    const { add, writes } = aGatherer(1);
    const failed = Promise.allSettled([add([1]), add([2])]);
    await untilWrites(writes, 1);
    const good = add([3]);
    writes[0]?.end(new Error("no database"));
    expect((await failed).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
    ]);
    await untilWrites(writes, 2);
    writes[1]?.end();
    expect(await good).toEqual([-3]);
  });
});
