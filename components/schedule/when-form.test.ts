import { describe, expect, it } from "vitest";
import { SyncDefinitionSchema } from "@/lib/sync/definition";
import { whenFormOf, withWhen } from "./when-form";

const aSync = (stream: string, trigger: object, snapshot: object | null) =>
  SyncDefinitionSchema.parse({
    ...{ name: "People", trigger, snapshot },
    source: { connection: "con_1", stream },
    destination: { connection: "con_2", action: "segment.identify" },
    mapping: { userId: { path: "identity" } },
  });
const DAILY = { kind: "schedule", cron: "0 3 * * *", timezone: "Europe/Paris" };
const MARKED = { onRemoved: "mark", keepPayload: true };

describe("when a sync runs, as it is chosen", () => {
  it("is what the definition says, and back the same", () => {
    const daily = aSync("users", DAILY, MARKED);
    const form = whenFormOf(daily, "Asia/Tokyo");
    expect(form).toMatchObject({ timezone: "Europe/Paris", ...MARKED });
    expect(withWhen(daily, form)).toEqual(daily);
  });

  it("begins at night, by the reader's own clock", () => {
    const live = aSync("users", { kind: "stream" }, null);
    const form = whenFormOf(live, "Asia/Tokyo");
    expect(withWhen(live, { ...form, kind: "schedule" })).toMatchObject({
      trigger: { ...DAILY, timezone: "Asia/Tokyo" },
      snapshot: null,
    });
  });

  it("says nothing of removals where nobody is compared", () => {
    const daily = aSync("users", DAILY, MARKED);
    const form = { ...whenFormOf(daily, "UTC"), kind: "stream" as const };
    expect(withWhen(daily, form).snapshot).toBeNull();
    const events = aSync("events", DAILY, null);
    expect(withWhen(events, whenFormOf(daily, "UTC")).snapshot).toBeNull();
  });
});
