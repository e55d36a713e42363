import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOutChunks } from "./lay-out-chunks";

describe("chunks on a line", () => {
  it("lie as they ran when nothing pauses", () => {
    const { placed, workMs } = layOutChunks([
      { fromMs: 1_000, toMs: 1_100 },
      { fromMs: 1_100, toMs: 1_400 },
    ]);
    expect(workMs).toBe(400);
    expect(placed.map(({ left, width }) => [left, width])).toEqual([
      [0, 0.25],
      [0.25, 0.75],
    ]);
  });

  it("stay visible after a pause of an hour", () => {
    const { placed } = layOutChunks([
      { fromMs: 0, toMs: 100 },
      { fromMs: 3_600_000, toMs: 3_600_100 },
    ]);
    expect(placed[1]?.width).toBeGreaterThan(0.45);
  });

  it("never lie outside of the line, whatever the times", () => {
    const span = fc
      .tuple(fc.nat(1e9), fc.nat(1e6))
      .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const ordered = spans.toSorted((a, b) => a.fromMs - b.fromMs);
        for (const { left, width } of layOutChunks(ordered).placed) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});
