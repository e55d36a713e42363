import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";
import { aUser, TRIGGER, userScene } from "./snapshot/scene";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const { aUserSync, putUsers, removeUsers, run, sentTraits } = userScene(
  () => engine,
);

describe("a sync that compares users", () => {
  it("sends everybody once, then only who was added or changed", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(
      heapId,
      [1, 2, 3].map((id) => aUser(id)),
    );
    const first = await run(syncId);
    expect(first.comparison).toMatchObject({
      ...{ mode: "everyone", total: 3, compared: 3, added: 3, isDone: true },
    });
    expect(first).toMatchObject({
      status: "succeeded",
      ledger: { read: 3, delivered: 3 },
    });
    await engine.reset();

    await putUsers(heapId, [aUser(2, "pro"), aUser(3), aUser(4)]);
    const second = await run(syncId);
    expect(second.comparison).toMatchObject({
      ...{ mode: "changes", total: 3, added: 1, changed: 1, unchanged: 1 },
    });
    expect(await sentTraits()).toEqual([
      ["user-2@acme.io", { plan: "pro" }],
      ["user-4@acme.io", { plan: "free" }],
    ]);
    const third = await run(syncId);
    expect(third).toMatchObject({
      ledger: { read: 0 },
      comparison: { total: 0 },
    });
  });

  it("gives what comes again with other content another message id", async () => {
    const { syncId, heapId } = await aUserSync();
    for (const plan of ["free", "pro", "free"]) {
      await putUsers(heapId, [aUser(1, plan)]);
      await run(syncId);
    }
    const calls = await engine.received();
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ messageId }) => messageId)).size).toBe(3);
  });

  it("compares everybody with a new version, and sends those whose call differs", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(
      heapId,
      [1, 2].map((id) => aUser(id)),
    );
    await run(syncId);
    await engine.reset();
    const { app, ctx } = engine;
    await app.publishSync({ ctx, input: { id: syncId } });
    expect((await run(syncId)).comparison).toMatchObject({
      ...{ mode: "everyone", unchanged: 2, changed: 0 },
    });
    await app.updateSync({
      ctx,
      input: {
        id: syncId,
        patch: {
          mapping: {
            userId: { path: "identity" },
            "traits.level": { path: "properties.plan" },
          },
        },
      },
    });
    await app.publishSync({ ctx, input: { id: syncId } });
    expect((await run(syncId)).comparison).toMatchObject({ changed: 2 });
    expect(await sentTraits()).toEqual([
      ["user-1@acme.io", { level: "free" }],
      ["user-2@acme.io", { level: "free" }],
    ]);
  });

  it("sends all anew when asked to, and in a range those who changed in it", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(
      heapId,
      [1, 2].map((id) => aUser(id)),
    );
    await run(syncId);
    const again = await run(syncId, { mode: "resend" });
    expect(again.comparison).toMatchObject({ mode: "resend", changed: 2 });
    expect(await engine.received()).toHaveLength(4);
    const from = new Date(Date.now() + 60_000).toISOString();
    const to = new Date(Date.now() + 120_000).toISOString();
    const none = await run(syncId, { mode: "range", from, to });
    expect(none.comparison).toMatchObject({ mode: "range", total: 0 });
    await expect(
      run(syncId, { mode: "range", from: to, to: from }),
    ).rejects.toThrow("should be after the beginning");
  });

  it("sends everybody to a destination that has received nothing", async () => {
    const { syncId, heapId } = await aUserSync();
    const other = await aUserSync();
    await putUsers(heapId, [aUser(1)]);
    await run(syncId);
    const { app, ctx } = engine;
    const destination = {
      connection: other.segment.id,
      action: "segment.identify",
    };
    await app.updateSync({
      ctx,
      input: { id: syncId, patch: { destination } },
    });
    await app.publishSync({ ctx, input: { id: syncId } });
    expect((await run(syncId)).comparison).toMatchObject({ added: 1 });
  });

  it("tells people who can't be mapped once, until they change", async () => {
    const { syncId, heapId } = await aUserSync({
      mapping: {
        userId: { path: "identity" },
        "traits.age": { fn: "toNumber", args: [{ path: "properties.plan" }] },
      },
    });
    await putUsers(heapId, [aUser(1, "old"), aUser(2, "41")]);
    expect((await run(syncId)).ledger).toMatchObject({
      ...{ read: 2, invalid: 1, delivered: 1 },
    });
    expect((await run(syncId)).ledger.read).toBe(0);
    await putUsers(heapId, [aUser(1, "42")]);
    expect((await run(syncId)).ledger).toMatchObject({ read: 1, delivered: 1 });
  });
});

describe("who is gone", () => {
  const PRO = { path: "properties.plan", op: "=", value: "pro" };

  it.each([
    ["nothing", []],
    ["null", [["user-1@acme.io", { plan: null }]]],
    ["mark", [["user-1@acme.io", { removed_from_heap: true }]]],
  ])("is told as the policy says: %s", async (onRemoved, expected) => {
    const { syncId, heapId } = await aUserSync({ snapshot: { onRemoved } });
    await putUsers(heapId, [aUser(1), aUser(2)]);
    await run(syncId);
    await engine.reset();
    await removeUsers(heapId, ["1"]);
    expect((await run(syncId)).comparison).toMatchObject({ removed: 1 });
    expect(await sentTraits()).toEqual(expected);
    // Once is enough.
    await removeUsers(heapId, ["1"]);
    expect((await run(syncId)).ledger.read).toBe(0);
  });

  it("is also who fits the filter no more, and comes back with a mark that says so", async () => {
    const { syncId, heapId } = await aUserSync({
      ...{ where: PRO, snapshot: { onRemoved: "mark" } },
    });
    await putUsers(heapId, [aUser(1, "pro"), aUser(2)]);
    const first = await run(syncId);
    expect(first.comparison).toMatchObject({ added: 1, leftOut: 1 });
    for (const plan of ["free", "pro"]) {
      await putUsers(heapId, [aUser(1, plan)]);
      await run(syncId);
    }
    expect(await sentTraits()).toEqual([
      ["user-1@acme.io", { plan: "pro" }],
      ["user-1@acme.io", { removed_from_heap: true }],
      ["user-1@acme.io", { plan: "pro", removed_from_heap: false }],
    ]);
  });

  it("is nobody who became another user", async () => {
    const { syncId, heapId } = await aUserSync({
      snapshot: { onRemoved: "null" },
    });
    await putUsers(heapId, [aUser(1), aUser(2)]);
    await run(syncId);
    await engine.app
      .database()
      .pool.query(
        "INSERT INTO data.heap_migration (connection_id, from_user_id, to_user_id, seen_in) VALUES ($1, '1', '2', 1)",
        [heapId],
      );
    await removeUsers(heapId, ["1"]);
    expect((await run(syncId)).ledger.read).toBe(0);
  });
});

describe("a schedule", () => {
  const startsOf = async (syncId: string) =>
    (
      await engine.app.listRuns({
        ctx: engine.ctx,
        input: { syncId, status: null, cursor: null, limit: 50 },
      })
    ).data.map(({ trigger }) => trigger);
  const at = (time: string) => engine.app.startDueSyncs(new Date(time));

  it("starts a run at its time, catches up what was missed once, and never overlaps", async () => {
    const { syncId, heapId } = await aUserSync({
      trigger: { kind: "schedule", cron: "*/15 * * * *" },
    });
    await putUsers(heapId, [aUser(1)]);
    const { pool } = engine.app.database();
    await pool.query(
      "UPDATE syncs SET next_run_at = CASE WHEN id = $1 THEN timestamptz '2027-01-01T10:00:00Z' END",
      [syncId],
    );
    expect(await at("2027-01-01T09:59:59Z")).toBe(0);
    // Five times were missed.
    expect(await at("2027-01-01T11:07:00Z")).toBe(1);
    expect(await at("2027-01-01T11:20:00Z")).toBe(0);
    await engine.work(syncId);
    expect(await at("2027-01-01T11:20:00Z")).toBe(1);
    await engine.work(syncId);
    expect(await at("2027-01-01T11:20:30Z")).toBe(0);
    expect(await startsOf(syncId)).toEqual(["schedule", "schedule"]);
    const { nextRunAt } = await engine.app.getSync({
      ctx: engine.ctx,
      input: { id: syncId },
    });
    expect(nextRunAt).toBe("2027-01-01T11:30:00.000Z");
  });

  it("starts one run where two look at once", async () => {
    const { syncId } = await aUserSync();
    const looks = await Promise.all(
      [1, 2, 3].map(() => at("2100-01-01T00:00:00Z")),
    );
    expect(looks.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
      1,
    );
    expect(await startsOf(syncId)).toEqual(["schedule"]);
  });

  it("also runs a sync of events: each run reads what came since", async () => {
    const { syncId, key } = await engine.aLiveSync({ trigger: TRIGGER });
    await engine.ingest(
      key,
      JSON.stringify({
        event: "A",
        user_id: "1",
        event_id: "1",
        time: "2026-11-01T10:00:00Z",
      }),
    );
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.received()).toHaveLength(0);
    await at("2100-01-01T00:00:00Z");
    await engine.work(syncId);
    expect(await engine.received()).toHaveLength(1);
  });

  it("ends its run where events never cease: what comes meanwhile is the next one's", async () => {
    const { syncId, key } = await engine.aLiveSync({ trigger: TRIGGER });
    const { app, ctx } = engine;
    const { id } = await app.startRun({ ctx, input: { syncId } });
    const over = new AbortController();
    const traffic = (async () => {
      for (let index = 0; !over.signal.aborted; index += 1) {
        await engine.ingest(key, JSON.stringify(anEvent(index)));
        await sleep(10);
      }
    })();
    const worked = await Promise.race([
      engine.work(syncId),
      sleep(8_000).then(() => "goes on for ever"),
    ]);
    over.abort();
    await traffic;
    expect(worked).toBe("idle");
    const { status, ledger } = await app.getRun({ ctx, input: { id } });
    expect(status).toBe("succeeded");
    expect(ledger.read).toBeGreaterThan(0);
  });

  it("starts the others where one sync can't be started", async () => {
    const [broken, sound] = [await aUserSync(), await aUserSync()];
    const { pool } = engine.app.database();
    await pool.query(
      `UPDATE sync_versions SET definition = '{}' WHERE sync_id = $1`,
      [broken.syncId],
    );
    await pool.query(
      "UPDATE syncs SET next_run_at = CASE WHEN id = $1 THEN timestamptz '2027-01-01T10:00:00Z' WHEN id = $2 THEN timestamptz '2027-01-01T10:01:00Z' END",
      [broken.syncId, sound.syncId],
    );
    expect(await at("2027-01-01T10:02:00Z")).toBe(1);
    expect(await startsOf(sound.syncId)).toEqual(["schedule"]);
    await pool.query("UPDATE syncs SET next_run_at = NULL");
  });

  it("is refused where it is none", async () => {
    await expect(
      aUserSync({ trigger: { kind: "schedule", cron: "often" } }),
    ).rejects.toMatchObject({
      options: { problems: [{ path: "trigger.cron" }] },
    });
  });
});

describe("what a run would send", () => {
  it("is told before it is sent", async () => {
    const { syncId, heapId } = await aUserSync();
    await putUsers(
      heapId,
      [1, 2, 3].map((id) => aUser(id)),
    );
    const { app, ctx } = engine;
    const estimate = () => app.estimateRun({ ctx, input: { id: syncId } });
    expect(await estimate()).toMatchObject({
      ...{ total: 3, isExact: true, added: 3, calls: 3, trackedUsers: 3 },
    });
    await run(syncId);
    await putUsers(heapId, [aUser(3, "pro")]);
    expect(await estimate()).toMatchObject({
      changed: 1,
      unchanged: 2,
      calls: 1,
    });
  });
});
