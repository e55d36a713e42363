import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const events = (from: number, to: number, properties: object) =>
  JSON.stringify(
    Array.from({ length: to - from }, (_, index) => ({
      ...anEvent(from + index),
      properties,
    })),
  );

async function fieldsOf(syncId: string, names: string[] = []) {
  const sync = await engine.app
    .database()
    .prisma.sync.findUniqueOrThrow({ where: { id: syncId } });
  return engine.app.readFields({
    ctx: engine.ctx,
    input: {
      ...{ connectionId: sync.sourceConnectionId, stream: "events" },
      events: names,
    },
  });
}

describe("the field catalogue", () => {
  it("knows what arrived: types, how often, examples, nobody's address", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, events(0, 30, { plan: "Pro", seats: 3 }));
    await engine.ingest(key, events(30, 40, { plan: "Free", seats: "many" }));
    await engine.ingest(
      key,
      JSON.stringify([{ ...anEvent(99), event: "Other", properties: {} }]),
    );
    const { sampled, data } = await fieldsOf(syncId, ["Sign Up"]);
    expect(sampled).toBe(40);
    const byPath = new Map(data.map((field) => [field.path, field]));
    expect(byPath.get("properties.seats")).toMatchObject({
      typeName: "text or number",
      filledPercent: 100,
    });
    expect(byPath.get("properties.plan")?.examples.sort()).toEqual([
      "Free",
      "Pro",
    ]);
    expect(JSON.stringify(byPath.get("identity"))).not.toContain("user-1");
    expect((await fieldsOf(syncId)).sampled).toBe(41);
    // Nothing new has arrived since.
    expect((await fieldsOf(syncId)).sampled).toBe(41);
  });

  it("looks at a few of many, in the background", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, events(0, 3_000, { plan: "Pro" }));
    const { sampled } = await engine.app.catalogueAll();
    expect(sampled).toBeGreaterThanOrEqual(50);
    expect((await fieldsOf(syncId)).sampled).toBe(50);
  });

  it("tells new fields and vanished ones, and which the sync reads", async () => {
    const { syncId, key } = await engine.aLiveSync({
      mapping: {
        event: { path: "event" },
        userId: { path: "identity" },
        "properties.plan": { path: "properties.plan" },
      },
    });
    const drift = () =>
      engine.app.readDrift({ ctx: engine.ctx, input: { id: syncId } });
    await engine.ingest(key, events(0, 40, { plan: "Pro", old: 1 }));
    await engine.app.catalogueAll();
    expect(await drift()).toEqual({ new: [], vanished: [] });
    await engine.ingest(key, events(40, 90, { level: 2 }));
    await engine.app.catalogueAll();
    await engine.ingest(key, events(90, 140, { level: 2 }));
    await engine.app.catalogueAll();
    const { new: fresh, vanished } = await drift();
    expect(fresh.map(({ path }) => path)).toEqual(["properties.level"]);
    expect(vanished.map(({ path, isUsed }) => [path, isUsed])).toEqual([
      ["properties.old", false],
      ["properties.plan", true],
    ]);
  });

  it("lets the check doubt a path that no record has", async () => {
    const { syncId, key } = await engine.aLiveSync({
      mapping: {
        event: { path: "event" },
        userId: { path: "identity" },
        "properties.plan": { path: "properties.plan_nmae" },
        "properties.revenue": { path: "properties.amount" },
      },
    });
    const properties = { plan_name: "Pro", amount: "19.9" };
    await engine.ingest(key, events(0, 40, properties));
    await engine.app.catalogueAll();
    const problems = await engine.app.checkSync({
      ctx: engine.ctx,
      input: { id: syncId },
    });
    expect(
      problems.map(({ severity, path, suggestion }) => [
        severity,
        path,
        suggestion,
      ]),
    ).toEqual([
      ["warning", "mapping.properties.revenue", "Convert it to number."],
      [
        "warning",
        "mapping.properties.plan",
        "Did you mean properties.plan_name?",
      ],
    ]);
  });
});
