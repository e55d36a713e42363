import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const record = (id: number, more: object = {}) => ({
  ...{ event_id: String(id), event: "Sign Up", identity: `u${id}@acme.io` },
  ...{ time: "2026-11-01T10:00:00Z", properties: { seats: "3" } },
  ...more,
});

describe("the pipeline of a sync", () => {
  it("counts what reached each stage, and why some went no further", async () => {
    const { syncId, key } = await engine.aLiveSync({
      where: { path: "event", op: "=", value: "Sign Up" },
      mapping: {
        event: { path: "event" },
        userId: { path: "identity" },
        "properties.seats": {
          ...{ fn: "toNumber", args: [{ path: "properties.seats" }] },
        },
        timestamp: { path: "time" },
      },
    });
    await engine.ingest(
      key,
      JSON.stringify([
        ...[1, 2, 3, 4].map((id) => record(id)),
        record(5, { event: "Page Viewed" }),
        record(6, { event: "Page Viewed" }),
        record(7, { identity: undefined, user_id: "516" }),
        record(8, { properties: { seats: "a dozen" } }),
        record(9, { properties: { seats: "x" } }),
        record(10, { time: "soon" }),
      ]),
    );
    await engine.work(syncId);
    const { app, ctx } = engine;
    const pipeline = await app.readPipeline({ ctx, input: { id: syncId } });
    expect(
      pipeline.stages.map(({ stage, entered, left }) => [stage, entered, left]),
    ).toEqual([
      ["source", 10, 0],
      ["filter", 10, 2],
      ["identity", 8, 1],
      ["mapping", 7, 2],
      ["validation", 5, 1],
      ["destination", 4, 0],
    ]);
    expect(pipeline.ledger).toEqual(await engine.ledgersOf(syncId));
    const [reason] = pipeline.stages[3]?.reasons ?? [];
    expect(reason).toMatchObject({ code: "mapping_failed", count: 2 });
    expect(reason?.message).toContain("properties.seats should be a number");
  });

  it("is empty for a sync that has not run", async () => {
    const { syncId } = await engine.aLiveSync();
    const { app, ctx } = engine;
    const { stages } = await app.readPipeline({ ctx, input: { id: syncId } });
    expect(stages.map(({ entered }) => entered)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
