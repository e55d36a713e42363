import { setTimeout as sleep } from "node:timers/promises";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const TRIGGER = { kind: "schedule", cron: "0 3 * * *" };

/** A sync of users to Identify calls, on a schedule. */
const aUserSync = (definition: object = {}) =>
  engine.aLiveSync({
    ...{ stream: "users", action: "segment.identify", trigger: TRIGGER },
    ...definition,
  });

type User = { user_id: string; identity?: string; properties?: object };

/** Users as Heap Connect keeps them: new or changed in one commit. */
async function putUsers(connectionId: string, users: readonly User[]) {
  await engine.app.database().pool.query(
    `INSERT INTO data.heap_user AS known (connection_id, user_id, identity, record, changed)
     SELECT $1, t.id, t.identity, t.record, c.change FROM (SELECT data.next_change($1) AS change) c,
       unnest($2::text[], $3::text[], $4::json[]) AS t (id, identity, record)
     ON CONFLICT (connection_id, user_id) DO UPDATE SET identity = excluded.identity, record = excluded.record,
       changed = excluded.changed, is_gone = false`,
    [
      connectionId,
      users.map((user) => user.user_id),
      users.map(({ identity }) => identity ?? null),
      users.map((user) => JSON.stringify(user)),
    ],
  );
}

const removeUsers = (connectionId: string, ids: readonly string[]) =>
  engine.app
    .database()
    .pool.query(
      "UPDATE data.heap_user SET is_gone = true, changed = data.next_change($1) WHERE connection_id = $1 AND user_id = ANY($2)",
      [connectionId, ids],
    );

const aUser = (id: number, plan = "free"): User => ({
  ...{ user_id: String(id), identity: `user-${id}@acme.io` },
  properties: { plan },
});

/** Runs a sync now, to its end. */
async function run(syncId: string, compare?: object) {
  const { app, ctx } = engine;
  const { id } = await app.startRun({
    ctx,
    input: { syncId, body: compare ? { compare } : {} },
  });
  expect(await engine.work(syncId)).toBe("idle");
  return app.getRun({ ctx, input: { id } });
}

async function publishWith(syncId: string, patch: object) {
  const { app, ctx } = engine;
  await app.updateSync({ ctx, input: { id: syncId, patch } });
  await app.publishSync({ ctx, input: { id: syncId } });
}

async function openRunsOf(syncId: string): Promise<number | null> {
  const { rowCount } = await engine.app
    .database()
    .pool.query(
      "SELECT 1 FROM runs WHERE sync_id = $1 AND stopped_reading_at IS NULL",
      [syncId],
    );
  return rowCount;
}

/** Does something while another transaction has the sync's turn; what that did is committed. */
async function whileLocked<T>(
  syncId: string,
  act: (client: PoolClient) => Promise<() => Promise<T>>,
): Promise<T> {
  const client = await engine.app.database().pool.connect();
  await client.query("BEGIN");
  await client.query(
    "SELECT 1 FROM data.cursor WHERE sync_id = $1 FOR UPDATE",
    [syncId],
  );
  const result = await act(client);
  await client.query("COMMIT");
  client.release();
  return result();
}

/** Until a statement waits for another transaction's lock. */
const waitForLock = () =>
  expect
    .poll(async () => {
      const { rowCount } = await engine.app
        .database()
        .pool.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
      return rowCount;
    })
    .toBeGreaterThan(0);

const sentTraits = async () =>
  (await engine.received()).map(({ userId, traits }) => [userId, traits]);

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
    let isOver = false;
    const traffic = (async () => {
      for (let index = 0; !isOver; index += 1) {
        await engine.ingest(key, JSON.stringify(anEvent(index)));
        await sleep(10);
      }
    })();
    const worked = await Promise.race([
      engine.work(syncId),
      sleep(8_000).then(() => "goes on for ever"),
    ]);
    isOver = true;
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
