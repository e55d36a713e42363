import { describe, expect, it } from "vitest";
import {
  firstRunWords,
  shortTriggerWords,
  timeWords,
  triggerWords,
  untilWords,
} from "./schedule-words";

const scheduled = (cron: string, timezone?: string) => ({
  ...{ kind: "schedule" as const, cron },
  ...(timezone === undefined ? {} : { timezone }),
});

describe("when a sync runs, in words", () => {
  it.each([
    [{ kind: "stream" as const }, "as things happen"],
    [{ kind: "manual" as const }, "only when asked"],
    [scheduled("*/15 * * * *", "Asia/Tokyo"), "every 15 minutes"],
    [scheduled("0 * * * *"), "every hour"],
    [scheduled("0 3 * * *", "Europe/Paris"), "every day at 03:00, Paris"],
    [scheduled("0 3 * * *"), "every day at 03:00, UTC"],
    [
      scheduled("30 9 * * 1", "America/Argentina/Buenos_Aires"),
      "every Monday at 09:30, Buenos Aires",
    ],
    [scheduled("0 9 * * 1-5", "UTC"), "by the cron 0 9 * * 1-5, UTC"],
  ])("%j", (trigger, words) => {
    expect(triggerWords(trigger)).toBe(words);
  });

  it("are few where there is little room", () => {
    expect(shortTriggerWords({ kind: "stream" })).toBeNull();
    expect(shortTriggerWords({ kind: "manual" })).toBe("when asked");
    expect(shortTriggerWords(scheduled("0 3 * * *"))).toBe("daily");
    expect(shortTriggerWords(scheduled("0 9 * * 1-5"))).toBe("by cron");
  });
});

describe("a time to come, in words", () => {
  it("is as a clock there tells it", () => {
    const at = new Date("2026-11-30T02:00:00Z");
    expect(timeWords(at, "Europe/Paris")).toBe("Mon 30 Nov, 03:00 Paris");
    expect(timeWords(at, "America/New_York")).toBe(
      "Sun 29 Nov, 21:00 New York",
    );
  });

  it.each([
    [-1, "now"],
    [0.4, "in 1 min"],
    [42, "in 42 min"],
    [119, "in 119 min"],
    [9 * 60 - 5, "in 9 hours"],
    [47 * 60, "in 47 hours"],
    [6 * 24 * 60, "in 6 days"],
  ])("after %d minutes", (minutes, words) => {
    const now = new Date("2026-11-28T10:00:00Z");
    const at = new Date(now.getTime() + minutes * 60_000);
    expect(untilWords(at, now)).toBe(words);
  });
});

describe("the run after publishing, in words", () => {
  const now = new Date("2026-11-28T17:00:00Z");

  it("is at the schedule's next time, or when it is asked for", () => {
    const daily = scheduled("0 3 * * *", "Europe/Paris");
    expect(firstRunWords(daily, now)).toBe(
      "It runs Sun 29 Nov, 03:00 Paris, in 9 hours; or start it from the sync’s page at once.",
    );
    expect(firstRunWords({ kind: "manual" }, now)).toBe(
      "It runs when you start it from the sync’s page.",
    );
    expect(firstRunWords(scheduled("never"), now)).toBe("");
  });
});
