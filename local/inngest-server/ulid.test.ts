import { expect, test } from "vitest";
import { parseSeed, ulid } from "./ulid";

test("draws the ids that the official server draws from a seed", () => {
  const idOf = parseSeed("1795445550829,tDO9VT0rBWCnKg==");
  expect(idOf?.(1)).toBe("01M84E9VQDPGSVTN9X5C2P19SB");
  expect(idOf?.(2)).toBe("01M84E9VQDPGSVTN9X5C2P19SC");
});

test("refuses what is no seed", () => {
  for (const text of ["", "x,tDO9VT0rBWCnKg==", "1795445550829,tDO9"]) {
    expect(parseSeed(text)).toBeNull();
  }
});

test("sorts by time", () => {
  expect(ulid(1_000) < ulid(2_000)).toBe(true);
  expect(ulid()).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
});
