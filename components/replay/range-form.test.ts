import { describe, expect, it } from "vitest";
import { localTime, shortRanges, toRangeInput } from "./range-form";

const form = {
  ...{ from: "2026-11-01T10:00", to: "", event: "", q: " ", version: "" },
  anew: false,
};

describe("a range's form", () => {
  it("asks for a range up to now, of all events, by the present version", () => {
    expect(toRangeInput(form)).toEqual({
      ...{ from: new Date("2026-11-01T10:00").toISOString(), to: null },
      ...{ event: null, q: null, version: null, anew: false },
    });
  });

  it("asks for what was chosen", () => {
    const chosen = {
      ...form,
      to: "2026-11-02T10:00",
      event: "E",
      version: "3",
    };
    expect(toRangeInput({ ...chosen, q: " ann " })).toMatchObject({
      ...{ event: "E", q: "ann", version: 3 },
    });
  });

  it("asks for nothing while the range is none", () => {
    expect(toRangeInput({ ...form, from: "" })).toBeNull();
    expect(toRangeInput({ ...form, to: "2026-10-01T10:00" })).toBeNull();
  });

  it("tells times by the reader's clock, to the minute", () => {
    const at = new Date(2026, 10, 1, 9, 5, 30);
    expect(localTime(at)).toBe("2026-11-01T09:05");
    expect(shortRanges(at)[0]?.from).toBe("2026-11-01T08:05");
  });
});
