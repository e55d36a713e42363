import { expect, test } from "vitest";
import { newestTick, nextTick } from "./crons";

const at = (time: string) => new Date(`2026-11-23T${time}Z`);

test("ticks in UTC, after the given moment", () => {
  expect(nextTick("0 9 * * mon", at("08:59:59"))).toEqual(at("09:00:00"));
  expect(nextTick("* * * * *", at("09:00:00"))).toEqual(at("09:01:00"));
});

test("of missed ticks takes the newest", () => {
  const first = at("09:00:00");
  const newest = (now: string) => newestTick("*/5 * * * *", first, at(now));
  expect(newest("09:04:59")).toEqual(first);
  expect(newest("12:34:56")).toEqual(at("12:30:00"));
});
