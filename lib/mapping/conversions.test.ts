import { describe, expect, it } from "vitest";
import type { Json } from "../shared/json";
import { toBoolean } from "./convert-boolean";
import { expectedNumber, toInteger, toNumber } from "./convert-number";
import { toIsoTime } from "./convert-time";
import { FAILED } from "./failed";
import { compileTimeFormat } from "./format-time";
import { restyle } from "./words";

describe("numbers", () => {
  it.each<[Json, number | typeof FAILED]>([
    ["12", 12],
    [" -1.5 ", -1.5],
    ["1e3", 1000],
    [".5", 0.5],
    ["12,5", 12.5],
    ["1 234,5", 1234.5],
    ["1\u00a0234", 1234],
    ["1,234.50", 1234.5],
    ["1.234.567", 1_234_567],
    ["1,234,567", 1_234_567],
    ["0,125", 0.125],
    // Thousands to some and decimals to others.
    ["1,234", FAILED],
    ["", FAILED],
    ["a dozen", FAILED],
    ["0x10", FAILED],
    ["Infinity", FAILED],
    ["NaN", FAILED],
    ["12.5.1", FAILED],
    ["1,23,456", FAILED],
    // No digit is lost.
    ["9007199254740993", FAILED],
    [true, FAILED],
    [[1], FAILED],
  ])("reads %j as %s", (value, number) => {
    expect(toNumber(value)).toBe(number);
  });

  it("lets the decimal mark decide", () => {
    expect(toNumber("1,234", ".")).toBe(1234);
    expect(toNumber("1,234", ",")).toBe(1.234);
    expect(toNumber("1.234", ",")).toBe(1234);
    expect(toNumber("12", ",")).toBe(12);
    expect(toNumber("12,5", ".")).toBe(FAILED);
    expect(expectedNumber("1,234")).toContain("decimal");
  });

  it("takes integers only where integers are asked for", () => {
    expect(toInteger("12.0")).toBe(12);
    expect(toInteger("12.5")).toBe(FAILED);
  });
});

describe("yes and no", () => {
  it.each<[Json, boolean | typeof FAILED]>([
    ["Yes", true],
    [" TRUE ", true],
    [1, true],
    ["no", false],
    ["0", false],
    ["", false],
    [2, FAILED],
    ["maybe", FAILED],
    [null, FAILED],
  ])("reads %j as %s", (value, answer) => {
    expect(toBoolean(value)).toBe(answer);
  });
});

describe("times", () => {
  const at = "2026-11-01T10:00:00.000Z";
  it.each<[Json, string | typeof FAILED]>([
    ["2026-11-01T10:00:00Z", at],
    ["2026-11-01T11:00:00+01:00", at],
    ["2026-11-01T04:30-0530", at],
    // Heap's exports.
    ["2026-11-01 10:00:00", at],
    ["2026-11-01 10:00:00 UTC", at],
    ["2026-11-01 10:00:00.123456 UTC", "2026-11-01T10:00:00.123Z"],
    ["2026-11-01", "2026-11-01T00:00:00.000Z"],
    [1_793_527_200, at],
    [1_793_527_200_000, at],
    [1_793_527_200_000_000, at],
    ["1793527200", at],
    ["1793527200000", at],
    ["2026-02-30", FAILED],
    ["2026-11-01T24:00:00Z", FAILED],
    ["11/01/2026", FAILED],
    ["20261101", FAILED],
    ["yesterday", FAILED],
    [1e300, FAILED],
    [false, FAILED],
  ])("reads %j as %s", (value, time) => {
    expect(toIsoTime(value)).toBe(time);
  });

  it("writes them by a pattern in a zone, over a change of clocks", () => {
    const paris = compileTimeFormat("EEEE d MMMM yyyy, h:mm a", "Europe/Paris");
    expect(paris?.(Date.UTC(2026, 9, 25, 0, 30))).toBe(
      "Sunday 25 October 2026, 2:30 AM",
    );
    expect(paris?.(Date.UTC(2026, 9, 25, 1, 30))).toBe(
      "Sunday 25 October 2026, 2:30 AM",
    );
    const quoted = compileTimeFormat("yy-M-d 'at' H'h'mm.ss.SSS", "UTC");
    expect(quoted?.(Date.UTC(2026, 0, 2, 3, 4, 5, 6))).toBe(
      "26-1-2 at 3h04.05.006",
    );
    expect(compileTimeFormat("qq", "UTC")).toBeNull();
    expect(compileTimeFormat("yyyy", "Mars/Base")).toBeNull();
  });
});

describe("names", () => {
  it.each([
    ["planName", "plan_name", "planName", "Plan Name"],
    ["Plan Name", "plan_name", "planName", "Plan Name"],
    ["HTTPServer", "http_server", "httpServer", "Http Server"],
    ["2FA Enabled", "2fa_enabled", "2faEnabled", "2fa Enabled"],
    ["plan2Name", "plan2_name", "plan2Name", "Plan2 Name"],
    ["order.total-USD", "order_total_usd", "orderTotalUsd", "Order Total Usd"],
    ["Étape Finale", "étape_finale", "étapeFinale", "Étape Finale"],
    ["!?", "!?", "!?", "!?"],
  ])("restyles %s", (name, snake, camel, title) => {
    expect(restyle(name, "snake_case")).toBe(snake);
    expect(restyle(name, "camelCase")).toBe(camel);
    expect(restyle(name, "titleCase")).toBe(title);
  });
});
