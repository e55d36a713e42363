import { describe, expect, it } from "vitest";
import { nextRunAt, nextTimes, scheduleProblem } from "./schedule";

const schedule = (cron: string, timezone?: string) => ({
  kind: "schedule" as const,
  cron,
  ...(timezone === undefined ? {} : { timezone }),
});
const next = (cron: string, after: string, timezone?: string) =>
  nextRunAt(schedule(cron, timezone), new Date(after))?.toISOString();

describe("when a sync runs by itself", () => {
  it("is the next time after, in its time zone", () => {
    expect(next("*/15 * * * *", "2026-11-28T10:00:00Z")).toBe(
      "2026-11-28T10:15:00.000Z",
    );
    expect(next("0 3 * * *", "2026-11-28T10:00:00Z", "Europe/Paris")).toBe(
      "2026-11-29T02:00:00.000Z",
    );
  });

  it("comes once in the nights when clocks are set", () => {
    const paris = "Europe/Paris";
    // 02:30 does not exist on 2026-03-29; on 2026-10-25 it comes twice.
    const spring = next("30 2 * * *", "2026-03-28T12:00:00Z", paris);
    expect(spring).toBe("2026-03-29T01:00:00.000Z");
    const autumn = next("30 2 * * *", "2026-10-24T12:00:00Z", paris);
    expect(autumn).toBe("2026-10-25T00:30:00.000Z");
    expect(next("30 2 * * *", "2026-10-25T00:30:00Z", paris)).toBe(
      "2026-10-26T01:30:00.000Z",
    );
  });

  it("is told for some times ahead", () => {
    const after = new Date("2026-11-28T10:00:00Z");
    const times = nextTimes(schedule("0 3 * * *", "Europe/Paris"), after, 2);
    expect(times.map((time) => time.toISOString())).toEqual([
      "2026-11-29T02:00:00.000Z",
      "2026-11-30T02:00:00.000Z",
    ]);
  });

  it("is never for other triggers", () => {
    expect(nextRunAt({ kind: "manual" }, new Date())).toBeNull();
    expect(nextRunAt({ kind: "stream" }, new Date())).toBeNull();
  });
});

describe("a schedule", () => {
  it("is sound as five parts in a known time zone", () => {
    expect(scheduleProblem(schedule("0 9 * * 1-5", "Asia/Tokyo"))).toBeNull();
  });

  it.each([
    ["* * * * * *", "cron", "should be minute"],
    ["every hour", "cron", "should be minute"],
    ["61 * * * *", "cron", "should be minute"],
    ["0 0 30 2 *", "cron", "never comes"],
  ])("is not as %s", (cron, member, message) => {
    expect(scheduleProblem(schedule(cron))).toMatchObject({ member });
    expect(scheduleProblem(schedule(cron))?.message).toContain(message);
  });

  it("is not in a time zone that is none", () => {
    expect(scheduleProblem(schedule("0 * * * *", "Mars/Base"))).toMatchObject({
      member: "timezone",
    });
  });
});
