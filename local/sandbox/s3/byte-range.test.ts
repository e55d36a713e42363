import { describe, expect, it } from "vitest";
import { readRange } from "./byte-range";

describe("a range", () => {
  it.each([
    ["bytes=0-3", { start: 0, end: 3 }],
    ["bytes=4-", { start: 4, end: 9 }],
    ["bytes=4-99", { start: 4, end: 9 }],
    ["bytes=-3", { start: 7, end: 9 }],
    ["bytes=-99", { start: 0, end: 9 }],
    ["bytes=5-4", null],
    ["bytes=0-1,3-4", null],
    ["lines=0-1", null],
    [null, null],
  ])("%s of ten bytes", (header, expected) => {
    expect(readRange(header, 10)).toEqual(expected);
  });

  it.each(["bytes=10-", "bytes=10-12", "bytes=-0"])(
    "%s of ten bytes is none",
    (header) => {
      expect(() => readRange(header, 10)).toThrow(
        expect.objectContaining({ code: "InvalidRange", status: 416 }),
      );
    },
  );
});
