import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const LONG_AGO = "2026-01-01T00:00:00Z";
const start = (syncId: string, body: object) =>
  engine.app.replayRange({
    ctx: engine.ctx,
    input: { syncId, body: { from: LONG_AGO, ...body } },
  });
const preview = (syncId: string, body: object) =>
  engine.app.previewRange({
    ctx: engine.ctx,
    input: { syncId, body: { from: LONG_AGO, ...body } },
  });
const runOf = (id: string) =>
  engine.app.getRun({ ctx: engine.ctx, input: { id } });
const query = (sql: string, values: unknown[]) =>
  engine.app.database().pool.query(sql, values);

type Call = { messageId: string; event: string };
const received = async () => (await engine.received()) as unknown as Call[];

/** A sync that delivered so many records. */
async function aSyncThatDelivered(count: number) {
  const made = await engine.aLiveSync();
  const events = Array.from({ length: count }, (_, index) => anEvent(index));
  await engine.ingest(made.key, JSON.stringify(events));
  await engine.work(made.syncId);
  return made;
}

async function publishRenamed(syncId: string) {
  const { mapping } = await engine.app.definitionOfVersion(syncId, 1);
  const renamed = { ...mapping, event: { value: "Renamed" } };
  const input = { id: syncId, patch: { mapping: renamed } };
  await engine.app.updateSync({ ctx: engine.ctx, input });
  await engine.app.publishSync({ ctx: engine.ctx, input: { id: syncId } });
}

describe("a replay of what arrived", () => {
  it("says first what it would send, then sends it with the same ids", async () => {
    const { syncId, key } = await aSyncThatDelivered(5);
    await engine.ingest(
      key,
      JSON.stringify([anEvent(10, { event: "Other", properties: "none" })]),
    );
    await engine.work(syncId);
    const seen = await preview(syncId, {});
    expect(seen).toMatchObject({
      ...{ count: 6, pastWindow: 0, windowHours: 24, version: 1 },
      ...{ generation: 0, sampled: 6, send: 5, invalid: 1, filtered: 0 },
      keptSince: expect.any(String) as string,
    });
    expect(seen.examples.map(({ outcome }) => outcome)).toEqual([
      ...["send", "send", "send", "invalid"],
    ]);
    const first = await received();
    expect(first).toHaveLength(5);

    const run = await start(syncId, {});
    expect(run.replay).toMatchObject({ kind: "inbox", total: 6 });
    await engine.workReplay(run.id);
    expect(await runOf(run.id)).toMatchObject({
      status: "partial",
      ledger: { read: 6, delivered: 5, invalid: 1 },
      replay: { share: 1, generation: 0 },
    });
    expect(await engine.segmentStats()).toMatchObject({
      distinctIds: 5,
      duplicates: 5,
    });
    // The older dead letter of the invalid one gave way to the replay's.
    const { rows } = await query(
      "SELECT run_id = $2 AS newer, resolution FROM data.dead_letter WHERE sync_id = $1 ORDER BY id",
      [syncId, run.id],
    );
    expect(rows).toEqual([
      { newer: false, resolution: "superseded" },
      { newer: true, resolution: null },
    ]);
  });

  it("goes through another version, and takes only an event, a text, a time", async () => {
    const { syncId, key } = await aSyncThatDelivered(2);
    const before = new Date().toISOString();
    await engine.ingest(
      key,
      JSON.stringify([anEvent(7), anEvent(8, { event: "Other" }), anEvent(9)]),
    );
    await engine.work(syncId);
    const between = new Date().toISOString();
    await engine.ingest(key, JSON.stringify([anEvent(20)]));
    await engine.work(syncId);
    await publishRenamed(syncId);
    await engine.reset();

    const body = { from: before, to: between, event: "Sign Up", q: "USER-9@" };
    const run = await start(syncId, body);
    await engine.workReplay(run.id);
    expect(await runOf(run.id)).toMatchObject({
      ledger: { read: 1, delivered: 1 },
      replay: { total: 1, event: "Sign Up", q: "USER-9@" },
    });
    expect(await received()).toMatchObject([{ event: "Renamed" }]);

    await engine.reset();
    const old = await start(syncId, { ...body, version: 1 });
    expect(old.syncVersion).toBe(1);
    await engine.workReplay(old.id);
    expect(await received()).toMatchObject([{ event: "Sign Up" }]);
    await expect(start(syncId, { version: 3 })).rejects.toMatchObject({
      code: "not_found",
    });
    const records = await engine.app.listRunRecords({
      ctx: engine.ctx,
      input: engine.app.ListRecordsInput.parse({
        ...{ runId: run.id, outcome: "delivered" },
      }),
    });
    expect(records.data).toMatchObject([
      { person: "user-9@acme.io", payload: { event: "Renamed" } },
    ]);
  });

  it("delivers anew under another generation, which changes the ids and nothing else", async () => {
    const { syncId } = await aSyncThatDelivered(3);
    const first = await received();
    await engine.reset();
    for (const generation of [1, 2]) {
      expect(await preview(syncId, { anew: true })).toMatchObject({
        generation,
      });
      const run = await start(syncId, { anew: true });
      expect(run.replay).toMatchObject({ generation });
      await engine.workReplay(run.id);
      const { data } = await engine.app.listRunRecords({
        ctx: engine.ctx,
        input: engine.app.ListRecordsInput.parse({
          ...{ runId: run.id, outcome: "delivered" },
        }),
      });
      const ids = (await received()).slice(-3).map((call) => call.messageId);
      expect(data.map(({ payload }) => (payload as Call).messageId)).toEqual(
        ids,
      );
    }
    const anew = await received();
    const ids = [...first, ...anew].map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(9);
    const withoutId = (call: object) => ({
      ...call,
      ...{ messageId: null, sentAt: null, receivedAt: null },
    });
    expect(anew.slice(0, 3).map(withoutId)).toEqual(first.map(withoutId));
  });

  it("tells how many records came before Segment's memory of ids begins", async () => {
    const { syncId } = await aSyncThatDelivered(3);
    await query(
      `UPDATE data.inbox SET received_at = now() - interval '25 hours' WHERE id IN (
         SELECT i.id FROM data.inbox i JOIN data.cursor c ON c.connection_id = i.connection_id WHERE c.sync_id = $1 ORDER BY i.id LIMIT 2)`,
      [syncId],
    );
    expect(await preview(syncId, {})).toMatchObject({
      ...{ count: 3, pastWindow: 2 },
    });
  });

  it("is counted once when two executions work it at once, and sends the same ids after a crash", async () => {
    const { syncId } = await aSyncThatDelivered(2_500);
    const run = await start(syncId, {});
    await Promise.all([engine.workReplay(run.id), engine.workReplay(run.id)]);
    await engine.workReplay(run.id);
    expect(await runOf(run.id)).toMatchObject({
      ledger: { read: 2_500, delivered: 2_500, pending: 0 },
    });

    // Killed between send and commit: what was sent is not booked.
    const second = await start(syncId, {});
    await engine.setFault({ kind: "slow", count: 1, delayMs: 500 });
    const dying = engine.app.runReplayChunk(second.id);
    await expect
      .poll(async () => (await runOf(second.id)).status)
      .toBe("running");
    await query("UPDATE data.replay SET owner = 'another' WHERE run_id = $1", [
      second.id,
    ]);
    expect(await dying).toMatchObject({ next: "stop" });
    expect(await runOf(second.id)).toMatchObject({ ledger: { read: 0 } });
    await engine.workReplay(second.id);
    expect(await runOf(second.id)).toMatchObject({
      status: "succeeded",
      ledger: { read: 2_500, delivered: 2_500 },
    });
    expect((await engine.segmentStats()).distinctIds).toBe(2_500);
  });

  it("leaves to live what live has yet to read, also when it delivers anew", async () => {
    const { syncId, key } = await aSyncThatDelivered(3);
    await engine.ingest(key, JSON.stringify([anEvent(10), anEvent(11)]));
    expect(await preview(syncId, { anew: true })).toMatchObject({
      ...{ count: 3, sampled: 3 },
    });
    const run = await start(syncId, { anew: true });
    expect(run.replay).toMatchObject({ total: 3 });
    await engine.workReplay(run.id);
    await engine.work(syncId);
    expect((await runOf(run.id)).ledger).toMatchObject({ read: 3 });
    expect(await received()).toHaveLength(3 + 3 + 2);
  });

  it("says that there is nothing yet where live has read nothing", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await expect(start(syncId, {})).rejects.toThrow("yet to be sent live");
  });

  it("takes what came to an older version's source since another one is read", async () => {
    const { syncId, key } = await aSyncThatDelivered(2);
    const other = await engine.aLiveSync();
    const { source } = await engine.app.definitionOfVersion(other.syncId, 1);
    const input = { id: syncId, patch: { source } };
    await engine.app.updateSync({ ctx: engine.ctx, input });
    await engine.app.publishSync({ ctx: engine.ctx, input: { id: syncId } });
    await engine.ingest(key, JSON.stringify([anEvent(20)]));
    await engine.work(syncId);
    const run = await start(syncId, { version: 1 });
    await engine.workReplay(run.id);
    expect((await runOf(run.id)).ledger).toMatchObject({ read: 3 });
  });

  it("refuses an empty range, a backward one, and a sync that is not live", async () => {
    const { syncId } = await aSyncThatDelivered(1);
    await expect(
      start(syncId, { to: "2026-01-02T00:00:00Z" }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      start(syncId, { to: "2025-01-02T00:00:00Z" }),
    ).rejects.toMatchObject({ code: "bad_request" });
    await expect(start(syncId, { event: "Never" })).rejects.toMatchObject({
      code: "conflict",
    });
    const foreign = { ...engine.ctx, workspaceId: "wsp_other" };
    await expect(
      engine.app.replayRange({ ctx: foreign, input: { syncId, body: {} } }),
    ).rejects.toMatchObject({ code: "not_found" });
    const viewer = { ...engine.ctx, role: "viewer" as const };
    await expect(
      engine.app.replayRange({ ctx: viewer, input: { syncId, body: {} } }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await engine.app.pauseSync({ ctx: engine.ctx, input: { id: syncId } });
    await expect(start(syncId, {})).rejects.toThrow("Resume it first");
  });
});

describe("order per person", () => {
  it("makes a replayed record wait behind a pending one of its person", async () => {
    const { syncId, key } = await aSyncThatDelivered(3);
    await engine.setFault({ kind: "status", status: 503 });
    await engine.ingest(
      key,
      JSON.stringify([
        anEvent(90, { event: "Waited", identity: "user-1@acme.io" }),
      ]),
    );
    await engine.work(syncId);
    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    const run = await start(syncId, { anew: true, event: "Sign Up" });
    await engine.workReplay(run.id);
    const ofOne = async () =>
      (await engine.received())
        .filter(({ userId }) => userId === "user-1@acme.io")
        .map(({ event }) => event);
    expect((await runOf(run.id)).ledger).toMatchObject({ read: 3, pending: 1 });
    expect(await ofOne()).toEqual(["Sign Up"]);
    await engine.work(syncId);
    expect(await runOf(run.id)).toMatchObject({
      status: "succeeded",
      ledger: { read: 3, delivered: 3, pending: 0 },
    });
    expect(await ofOne()).toEqual(["Sign Up", "Waited", "Sign Up"]);
  });
});

describe("a pause that drains", () => {
  it("reads nothing new, delivers what is pending, then is only paused", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const pause = (drain: boolean) =>
      engine.app.pauseSync({
        ...{ ctx: engine.ctx, input: { id: syncId, body: { drain } } },
      });
    await engine.setFault({ kind: "status", status: 503 });
    await engine.ingest(key, JSON.stringify([anEvent(1), anEvent(2)]));
    await engine.work(syncId);
    await engine.setFault({ kind: "none" });
    await engine.ingest(key, JSON.stringify([anEvent(3)]));

    expect(await pause(false)).toMatchObject({ draining: null });
    await engine.passTime(120);
    expect(await engine.work(syncId)).toBe("stop");
    expect(await engine.received()).toEqual([]);

    expect(await pause(true)).toMatchObject({
      status: "paused",
      draining: { since: expect.any(String) as string },
    });
    expect(await engine.work(syncId)).toBe("stop");
    expect(await engine.received()).toHaveLength(2);
    const read = () =>
      engine.app.getSync({ ctx: engine.ctx, input: { id: syncId } });
    expect(await read()).toMatchObject({ status: "paused", draining: null });
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      ...{ read: 2, delivered: 2, pending: 0 },
    });
    await engine.app.resumeSync({ ctx: engine.ctx, input: { id: syncId } });
    await engine.work(syncId);
    expect(await engine.received()).toHaveLength(3);
  });

  it("waits for what a replay's chunk that is under way may leave", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const properties = { text: "x".repeat(25_000) };
    const events = Array.from({ length: 40 }, (_, index) =>
      anEvent(index, { properties }),
    );
    await engine.ingest(key, JSON.stringify(events));
    await engine.work(syncId);
    const run = await start(syncId, {});
    // One batch is slow, the other one fails: the chunk ends after the pause, with some left.
    await engine.setFault({ kind: "slow", count: 1, delayMs: 1_500 });
    await engine.setFault({ kind: "status", status: 503 });
    const replaying = engine.workReplay(run.id);
    await expect.poll(async () => (await runOf(run.id)).status).toBe("running");
    const ctx = engine.ctx;
    const input = { id: syncId, body: { drain: true } };
    await engine.app.pauseSync({ ctx, input });
    const isDraining = async () =>
      (await engine.app.getSync({ ctx, input: { id: syncId } })).draining !==
      null;
    expect(await engine.work(syncId)).toBe("wait");
    await replaying;
    expect((await runOf(run.id)).ledger.pending).toBeGreaterThan(0);
    expect(await isDraining()).toBe(true);
    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    expect(await engine.work(syncId)).toBe("stop");
    expect(await isDraining()).toBe(false);
    expect((await runOf(run.id)).ledger).toMatchObject({
      ...{ read: 40, delivered: 40, pending: 0 },
    });
  });

  it("waits for a record that waits by itself before it is only paused", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.setFault({ kind: "status", status: 503 });
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.work(syncId);
    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    await query(
      "UPDATE data.pending SET next_at = now() + interval '20 seconds' WHERE sync_id = $1",
      [syncId],
    );
    const ctx = engine.ctx;
    const input = { id: syncId };
    await engine.app.pauseSync({
      ...{ ctx, input: { ...input, body: { drain: true } } },
    });
    expect(await engine.work(syncId)).toBe("wait");
    const draining = await engine.app.getSync({ ctx, input });
    expect(draining.draining).not.toBeNull();
    await engine.passTime(30);
    expect(await engine.work(syncId)).toBe("stop");
    expect(await engine.app.getSync({ ctx, input })).toMatchObject({
      ...{ status: "paused", draining: null },
    });
    expect(await engine.received()).toHaveLength(1);
  });
});
