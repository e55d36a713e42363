import { describe, expect, it } from "vitest";
import { scheduleProblem } from "@/lib/sync/schedule";
import { cronOf, RHYTHM_DEFAULT, rhythmOf } from "./rhythm";

describe("a rhythm and its cron", () => {
  it.each([
    ["*/15 * * * *", { every: "quarter" }],
    ["0 * * * *", { every: "hour" }],
    ["0 3 * * *", { every: "day", time: "03:00" }],
    ["5 23 * * *", { every: "day", time: "23:05" }],
    ["30 9 * * 1", { every: "week", time: "09:30", weekday: 1 }],
    ["0 9 * * 1-5", { every: "custom" }],
    ["*/5 * * * *", { every: "custom" }],
    ["0 0 1 * *", { every: "custom" }],
    ["61 3 * * *", { every: "custom" }],
  ])("%s and back", (cron, rhythm) => {
    expect(rhythmOf(cron)).toMatchObject(rhythm);
    expect(cronOf(rhythmOf(cron))).toBe(cron);
  });

  it("knows Sunday by both of its numbers, and blanks of any number", () => {
    expect(rhythmOf(" 0  8 * *  7 ")).toMatchObject({
      ...{ every: "week", weekday: 0 },
    });
  });

  it("is at night where nothing was chosen", () => {
    expect(cronOf(RHYTHM_DEFAULT)).toBe("0 3 * * *");
  });

  it("is none of a time that is none", () => {
    const cron = cronOf({ ...RHYTHM_DEFAULT, time: "" });
    expect(scheduleProblem({ kind: "schedule", cron })).not.toBeNull();
  });
});
