import { describe, expect, it } from "vitest";
import { timezonesFor } from "./timezones";

describe("the time zones that are offered", () => {
  it("begin with one's own, and have none twice", () => {
    const offered = timezonesFor("Europe/Paris", "");
    expect(offered.slice(0, 2)).toEqual(["Europe/Paris", "UTC"]);
    expect(new Set(offered).size).toBe(offered.length);
  });

  it("are found by a part of their names, in small letters and with blanks", () => {
    expect(timezonesFor("UTC", "new york")).toEqual(["America/New_York"]);
    expect(timezonesFor("UTC", "nowhere")).toEqual([]);
  });
});
