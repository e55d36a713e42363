import { describe, expect, it } from "vitest";
import { SyncDefinitionSchema } from "@/lib/sync/definition";
import { compareDefinitions } from "./compare-definitions";

const people = (trigger: object, snapshot: object | null) =>
  SyncDefinitionSchema.parse({
    ...{ name: "People", trigger, snapshot },
    source: { connection: "con_1", stream: "users" },
    destination: { connection: "con_2", action: "segment.identify" },
    mapping: { userId: { path: "identity" } },
  });
const at = (cron: string) => ({ kind: "schedule", cron, timezone: "UTC" });

describe("how definitions differ in when they run", () => {
  it("is told by the schedule and by what becomes of who is gone", () => {
    const before = people(at("0 3 * * *"), null);
    const snapshot = { onRemoved: "mark", keepPayload: true };
    expect(
      compareDefinitions(before, people(at("0 * * * *"), snapshot)),
    ).toEqual([
      {
        ...{ id: "setting trigger", what: "trigger" },
        ...{ before: "every day at 03:00, UTC", after: "every hour" },
      },
      {
        ...{ id: "setting removals", what: "removals", before: null },
        after: "who is removed is marked, what was sent last is kept",
      },
    ]);
  });
});
