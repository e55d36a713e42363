import { describe, expect, it } from "vitest";
import { SyncDefinitionSchema } from "../sync/definition";
import { rulesOfDefinition } from "./definition-rules";
import { WatchSchema } from "./rule";

const SYNC = { id: "syn_1", name: "Sign-ups" };

const definition = (alerts: object | null) =>
  SyncDefinitionSchema.parse({
    name: SYNC.name,
    source: { connection: "heap", stream: "events" },
    destination: { connection: "segment", action: "segment.track" },
    mapping: { event: { value: "Signed Up" }, userId: { path: "identity" } },
    alerts,
  });

describe("the alerts of a definition", () => {
  it("are rules about its own sync", () => {
    const rules = rulesOfDefinition(
      SYNC,
      definition({ rejectedPercent: 1, noDataFor: { hours: 6 }, channels: [] }),
    );
    expect(rules.map(({ watch, syncIds }) => ({ watch, syncIds }))).toEqual([
      {
        syncIds: ["syn_1"],
        watch: {
          ...{ kind: "rejectedShare", percent: 1, windowMinutes: 15 },
          ...{ recordsMin: 20, countInvalid: true },
        },
      },
      { syncIds: ["syn_1"], watch: { kind: "noData", minutes: 360 } },
    ]);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(2);
    for (const { watch } of rules)
      expect(WatchSchema.safeParse(watch).success).toBe(true);
  });

  it.each([
    { noDataFor: { minutes: 90 }, minutes: 90 },
    { noDataFor: { days: 1, hours: 2 }, minutes: 1_560 },
    { noDataFor: { minutes: 0.5 }, minutes: 1 },
  ])("understand the duration $noDataFor", ({ noDataFor, minutes }) => {
    const [rule] = rulesOfDefinition(SYNC, definition({ noDataFor }));
    expect(rule?.watch).toEqual({ kind: "noData", minutes });
  });

  it("take zero percent as any record at all, and nothing as no rule", () => {
    const [rule] = rulesOfDefinition(SYNC, definition({ rejectedPercent: 0 }));
    expect(rule?.watch).toMatchObject({ recordsMin: 1 });
    expect(rulesOfDefinition(SYNC, definition({ channels: ["ops"] }))).toEqual(
      [],
    );
    expect(rulesOfDefinition(SYNC, definition(null))).toEqual([]);
  });
});
