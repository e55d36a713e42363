import { describe, expect, it } from "vitest";
import { shortTrigger } from "./short-when";

describe("when a new sync of people runs", () => {
  it.each([
    ["day", "0 3 * * *"],
    ["hour", "0 * * * *"],
    ["quarter", "*/15 * * * *"],
  ] as const)("is by the clock, as %s", (when, cron) => {
    expect(shortTrigger(when, "Europe/Paris")).toEqual({
      ...{ kind: "schedule", cron, timezone: "Europe/Paris" },
    });
  });

  it("is by hand or always, as well", () => {
    expect(shortTrigger("manual", "UTC")).toEqual({ kind: "manual" });
    expect(shortTrigger("stream", "UTC")).toEqual({ kind: "stream" });
  });
});
