import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "./setup/engine";
import { aUser, TRIGGER, userScene } from "./snapshot/scene";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const {
  aUserSync,
  putUsers,
  run,
  publishWith,
  openRunsOf,
  whileLocked,
  waitForLock,
  sentTraits,
} = userScene(() => engine);

describe("a run under way", () => {
  it("is not begun twice, and goes on after a pause where it stood", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(
      heapId,
      Array.from({ length: 12_000 }, (_, id) => aUser(id)),
    );
    const { app, ctx } = engine;
    await app.startRun({ ctx, input: { syncId } });
    await expect(app.startRun({ ctx, input: { syncId } })).rejects.toThrow(
      "under way",
    );
    await engine.setFault({ kind: "latency", ms: 300 });
    await Promise.all([
      app.runChunk(syncId),
      app.pauseSync({ ctx, input: { id: syncId } }),
    ]);
    await engine.setFault({ kind: "none" });
    await app.resumeSync({ ctx, input: { id: syncId } });
    expect(await engine.work(syncId)).toBe("idle");
    const ledger = await engine.ledgersOf(syncId);
    expect(ledger).toMatchObject({
      read: 12_000,
      delivered: 12_000,
      pending: 0,
    });
    expect((await engine.segmentStats()).distinctIds).toBe(12_000);
  });

  it("sends each once where two execute it at once", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(
      heapId,
      Array.from({ length: 8_000 }, (_, id) => aUser(id)),
    );
    const { app, ctx } = engine;
    await app.startRun({ ctx, input: { syncId } });
    for (let turn = 0; turn < 8; turn += 1)
      await Promise.allSettled([app.runChunk(syncId), app.runChunk(syncId)]);
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      read: 8_000,
      delivered: 8_000,
    });
    expect((await engine.segmentStats()).distinctIds).toBe(8_000);
  });
});

describe("a run that others act on meanwhile", () => {
  it("is not opened on a sync that was paused at the same moment", async () => {
    const { syncId } = await aUserSync();
    const { app, ctx } = engine;
    const started = whileLocked(syncId, async (client) => {
      const starting = app.startRun({ ctx, input: { syncId } });
      starting.catch(() => undefined);
      await waitForLock();
      await client.query("UPDATE syncs SET status = 'paused' WHERE id = $1", [
        syncId,
      ]);
      return () => starting;
    });
    await expect(started).rejects.toThrow("meanwhile");
    await app.resumeSync({ ctx, input: { id: syncId } });
    expect(await openRunsOf(syncId)).toBe(0);
  });

  it("goes on once where two resume at once", async () => {
    const { syncId } = await aUserSync();
    const { app, ctx } = engine;
    await app.startRun({ ctx, input: { syncId } });
    await app.pauseSync({ ctx, input: { id: syncId } });
    const resumed = [1, 2].map(() =>
      app.resumeSync({ ctx, input: { id: syncId } }),
    );
    expect((await Promise.all(resumed)).map(({ status }) => status)).toEqual([
      ...["live", "live"],
    ]);
    expect(await openRunsOf(syncId)).toBe(1);
  });

  it("sends all anew after a pause before it began, as it was asked to", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(heapId, [aUser(1)]);
    await run(syncId);
    const { app, ctx } = engine;
    const compare = { mode: "resend" };
    await app.startRun({ ctx, input: { syncId, body: { compare } } });
    await app.pauseSync({ ctx, input: { id: syncId } });
    await app.resumeSync({ ctx, input: { id: syncId } });
    await engine.work(syncId);
    expect(await engine.received()).toHaveLength(2);
  });

  it("is not ended by an execution of the run before it", async () => {
    const { syncId } = await aUserSync();
    const { app, ctx } = engine;
    const { id } = await app.startRun({ ctx, input: { syncId } });
    await app.cancelRun({ ctx, input: { id } });
    await app.startRun({ ctx, input: { syncId } });
    await app.endRun(syncId, id);
    expect(await openRunsOf(syncId)).toBe(1);
  });

  it("lets records in while it counts whom to compare", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(heapId, [aUser(1)]);
    const { app, ctx } = engine;
    const { id } = await app.startRun({ ctx, input: { syncId } });
    const { pool } = app.database();
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query(
      "SELECT 1 FROM data.comparison WHERE run_id = $1 FOR UPDATE",
      [id],
    );
    const worked = engine.work(syncId);
    await waitForLock();
    const { rows } = await pool.query<{ is_free: boolean }>(
      "SELECT pg_try_advisory_xact_lock_shared(7201, hashtext($1)) AS is_free",
      [heapId],
    );
    await client.query("COMMIT");
    client.release();
    expect(await worked).toBe("idle");
    expect(rows[0]?.is_free).toBe(true);
  });
});

describe("a sync that compares no more", () => {
  it("compares with nothing when it does again: others sent meanwhile", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(heapId, [aUser(1)]);
    await run(syncId);
    await publishWith(syncId, { trigger: { kind: "stream" } });
    const record = { user_id: "1", identity: "user-1@acme.io" };
    await engine.putRecords(
      ...([
        heapId,
        "users",
        [{ ...record, properties: { plan: "pro" } }],
        1,
      ] as const),
    );
    await engine.work(syncId);
    await publishWith(syncId, { trigger: TRIGGER });
    await run(syncId);
    expect(await sentTraits()).toEqual([
      ["user-1@acme.io", { plan: "free" }],
      ["user-1@acme.io", { plan: "pro" }],
      ["user-1@acme.io", { plan: "free" }],
    ]);
  });
});
