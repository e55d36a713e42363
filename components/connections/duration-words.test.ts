import { expect, it } from "vitest";
import { durationWords, shareWords } from "./duration-words";

it.each([
  [null, "–"],
  [0, "0 ms"],
  [12.4, "12 ms"],
  [999, "999 ms"],
  [1_500, "1.5 s"],
  [65_000, "65 s"],
  [600_000, "10 min"],
  [9_000_000, "2.5 h"],
])("tells %s ms as %s", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});

it("never rounds a failure away", () => {
  expect(shareWords(999_999, 1_000_000)).toBe("99.99 %");
  expect(shareWords(10, 10)).toBe("100 %");
  expect(shareWords(0, 0)).toBe("–");
  expect(shareWords(1, 2)).toBe("50.00 %");
});
