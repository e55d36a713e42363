import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

describe("the records of a run", () => {
  const keysOf = async (runId: string, query: object) => {
    const input = engine.app.ListRecordsInput.parse({ runId, ...query });
    const page = await engine.app.listRunRecords({ ctx: engine.ctx, input });
    return {
      keys: page.data.map(({ recordKey }) => recordKey.split(":").at(-1)),
      nextCursor: page.nextCursor,
    };
  };

  it("are found by outcome, page by page, and by part of an id", async () => {
    const { syncId, key } = await engine.aLiveSync({
      where: { path: "event", op: "=", value: "Sign Up" },
    });
    const events = Array.from({ length: 700 }, (_, index) => ({
      ...anEvent(index),
      event: index >= 600 ? "Sign Up" : "Page View",
      ...(index === 650 ? { properties: "none" } : {}),
    }));
    await engine.ingest(key, JSON.stringify(events));
    await engine.work(syncId);
    const { id: runId } = await engine.app
      .database()
      .prisma.run.findFirstOrThrow({ where: { syncId } });

    const first = await keysOf(runId, { outcome: "delivered", limit: 60 });
    expect(first.keys).toHaveLength(60);
    const cursor = first.nextCursor;
    const second = await keysOf(runId, {
      outcome: "delivered",
      limit: 60,
      cursor,
    });
    expect(second).toMatchObject({ nextCursor: null });
    expect(new Set([...first.keys, ...second.keys]).size).toBe(99);

    const one = await keysOf(runId, { outcome: "delivered", q: "USER-612@" });
    expect(one.keys).toEqual(["612"]);
    const bad = await keysOf(runId, { outcome: "invalid", q: "650" });
    expect(bad.keys).toEqual(["650"]);
    expect((await keysOf(runId, { outcome: "filtered" })).keys).toHaveLength(
      50,
    );
  });

  it("show what arrived while they are pending", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.setFault({ kind: "status", status: 503 });
    await engine.work(syncId);
    await engine.setFault({ kind: "none" });
    const { id: runId } = await engine.app
      .database()
      .prisma.run.findFirstOrThrow({ where: { syncId } });
    const { data } = await engine.app.listRunRecords({
      ctx: engine.ctx,
      input: engine.app.ListRecordsInput.parse({ runId, outcome: "pending" }),
    });
    expect(data).toMatchObject([
      {
        person: "user-1@acme.io",
        record: { event_id: "1", identity: "user-1@acme.io" },
        payload: { type: "track", userId: "user-1@acme.io" },
        message: "The destination answered 503.",
      },
    ]);
  });
});
