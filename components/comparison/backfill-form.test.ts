import { describe, expect, it } from "vitest";
import { toRange } from "./backfill-form";

describe("the range of a backfill", () => {
  it("has its last minute in it", () => {
    const form = { from: "2026-11-01T10:00", to: "2026-11-01T10:00" };
    expect(toRange(form)).toEqual({
      from: new Date("2026-11-01T10:00").toISOString(),
      to: new Date("2026-11-01T10:01").toISOString(),
    });
  });

  it("is none without both ends, or backwards", () => {
    expect(toRange({ from: "", to: "2026-11-01T10:00" })).toBeNull();
    expect(
      toRange({ from: "2026-11-02T10:00", to: "2026-11-01T10:00" }),
    ).toBeNull();
  });
});
