import { describe, expect, it } from "vitest";
import { SyncDefinitionSchema } from "@/lib/sync/definition";
import { changedStages, stageWords } from "./stage-words";

const running = SyncDefinitionSchema.parse({
  name: "Sign-ups",
  source: { connection: "con_1", stream: "events" },
  destination: { connection: "con_2", action: "segment.track" },
  mapping: {
    event: { value: "Signed Up" },
    userId: { path: "identity" },
    "properties.plan": { path: "properties.plan_name" },
  },
});
const names = { source: "heap-prod", destination: "segment-prod", plan: "Web" };

describe("the words of the stages", () => {
  it("tell what each does", () => {
    expect(stageWords(running, names)).toEqual({
      source: "heap-prod · events",
      filter: "Every event",
      identity: "userId",
      mapping: "2 fields",
      validation: "Segment’s own rules",
      destination: "segment-prod · Track",
    });
    const held = {
      ...running,
      source: {
        ...running.source,
        where: { path: "event", op: "=" as const, value: "Sign Up" },
      },
      validation: { trackingPlan: "tp_1", onViolation: "block" as const },
    };
    expect(stageWords(held, names)).toMatchObject({
      filter: "event is “Sign Up”",
      validation: "Web · block",
    });
  });

  it("tell when records are read, unless it is as they come", () => {
    const trigger = { kind: "schedule" as const, cron: "0 * * * *" };
    expect(stageWords({ ...running, trigger }, names).source).toBe(
      "heap-prod · events, hourly",
    );
  });
});

describe("the stages that a draft changes", () => {
  it("are none for the same definition", () => {
    expect(changedStages(structuredClone(running), running)).toEqual(new Set());
  });

  it("tell ids from the other fields", () => {
    const { mapping } = running;
    const others = { ...mapping, "properties.plan": { value: "pro" } };
    const ids = { ...mapping, anonymousId: { path: "user_id" } };
    expect(changedStages({ ...running, mapping: others }, running)).toEqual(
      new Set(["mapping"]),
    );
    expect(changedStages({ ...running, mapping: ids }, running)).toEqual(
      new Set(["identity"]),
    );
  });

  it("take in when it runs, and what becomes of who is gone", () => {
    const trigger = { kind: "manual" as const };
    const snapshot = { onRemoved: "mark" as const, keepPayload: false };
    const source = new Set(["source"]);
    expect(changedStages({ ...running, trigger }, running)).toEqual(source);
    expect(changedStages({ ...running, snapshot }, running)).toEqual(source);
  });
});
