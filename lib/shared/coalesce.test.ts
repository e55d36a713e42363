import { describe, expect, it } from "vitest";
import { createCoalescer } from "./coalesce";

describe("a coalescer", () => {
  it("lets all who ask during a run share one run that begins after it", async () => {
    const ends: (() => void)[] = [];
    const ask = createCoalescer(
      () => new Promise((resolve) => ends.push(resolve)),
    );
    const first = ask("a");
    const later = [ask("a"), ask("a"), ask("a")];
    void ask("b");
    expect(ends).toHaveLength(2);
    ends[0]?.();
    await first;
    expect(new Set(later).size).toBe(1);
    await Promise.resolve();
    expect(ends).toHaveLength(3);
    ends[2]?.();
    await Promise.all(later);
    void ask("a");
    expect(ends).toHaveLength(4);
  });

  it("goes on after a run that failed", async () => {
    let runs = 0;
    const ask = createCoalescer(async () => {
      runs += 1;
      if (runs === 1) throw new Error("no database");
    });
    const outcomes = await Promise.allSettled([ask("a"), ask("a")]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      "rejected",
      "fulfilled",
    ]);
  });
});
