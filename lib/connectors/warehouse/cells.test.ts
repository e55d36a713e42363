import { describe, expect, it } from "vitest";
import { floatCell, jsonCell, numberCell, rowMaker, timeCell } from "./cells";

describe("a cell", () => {
  it.each([
    ["19.99", 19.99],
    ["-7", -7],
    ["0", 0],
    ["1.50", 1.5],
    ["999999999999999", 999_999_999_999_999],
    ["9007199254740993", "9007199254740993"],
    ["-9223372036854775808", "-9223372036854775808"],
    ["0.1234567890123456789", "0.1234567890123456789"],
    ["NaN", null],
  ])("of the number %s loses no digit", (text, cell) => {
    expect(numberCell(text)).toBe(cell);
  });

  it("of a float that JSON lacks is nothing", () => {
    expect(floatCell("Infinity")).toBeNull();
    expect(floatCell("0.1")).toBe(0.1);
  });

  it.each([
    ["2026-11-01 10:00:00", "2026-11-01T10:00:00Z"],
    ["2026-11-01 10:00:00.123456", "2026-11-01T10:00:00.123456Z"],
    ["2026-11-01 10:00:00+00", "2026-11-01T10:00:00Z"],
    ["2026-11-01 10:00:00+02", "2026-11-01 10:00:00+02"],
    ["infinity", "infinity"],
  ])("of the time %s keeps its digits", (text, cell) => {
    expect(timeCell(text)).toBe(cell);
  });

  it("of JSON is its value, with large numbers as text", () => {
    expect(jsonCell('{"id": 9007199254740993}')).toEqual({
      id: "9007199254740993",
    });
    expect(jsonCell("undefined")).toBe("undefined");
  });
});

describe("a row", () => {
  it("has its columns in lower case; of two that differ in nothing else the first", () => {
    const columns = ["EVENT_ID", "Plan", "plan"].map((name) => ({
      ...{ name, type: "text" },
    }));
    const toRow = rowMaker(columns, () => (text) => text);
    expect(toRow(["1", "Pro", "Free"])).toEqual({ event_id: "1", plan: "Pro" });
    expect(toRow(["1", null])).toEqual({ event_id: "1", plan: null });
  });
});
