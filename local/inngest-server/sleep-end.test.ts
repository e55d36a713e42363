import { expect, test } from "vitest";
import { sleepEnd } from "./sleep-end";

const NOW_MS = Date.UTC(2026, 10, 23, 14);

test("reads durations and moments", () => {
  expect(sleepEnd("2h30m10s", NOW_MS)).toBe(NOW_MS + 9_010_000);
  expect(sleepEnd("1w1d", NOW_MS)).toBe(NOW_MS + 8 * 86_400_000);
  expect(sleepEnd("250ms", NOW_MS)).toBe(NOW_MS + 250);
  expect(sleepEnd("", NOW_MS)).toBe(NOW_MS);
  expect(sleepEnd("2026-11-23T14:00:05.000Z", NOW_MS)).toBe(NOW_MS + 5_000);
});

test("refuses what is neither, or longer than 366 days", () => {
  expect(sleepEnd("soon", NOW_MS)).toBeNull();
  expect(sleepEnd("57w", NOW_MS)).toBeNull();
});
