import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

describe("a sync from Heap events to Track calls", () => {
  it("delivers every record once, and the books add up", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const posts = Array.from({ length: 20 }, (_, post) =>
      engine.ingest(
        key,
        JSON.stringify(
          Array.from({ length: 500 }, (_, index) =>
            anEvent(post * 500 + index),
          ),
        ),
      ),
    );
    const answers = await Promise.all(posts);
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(
      10_000,
    );
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toEqual({
      read: 10_000,
      filtered: 0,
      invalid: 0,
      delivered: 10_000,
      rejected: 0,
      pending: 0,
    });
    expect(await engine.segmentStats()).toMatchObject({
      distinctIds: 10_000,
      duplicates: 0,
      dropped: {},
    });
  });

  it("explains each of 200 bad events among 1,000", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const lines = Array.from({ length: 1_000 }, (_, index) => {
      if (index % 5 !== 0) return JSON.stringify(anEvent(index));
      const kinds = [
        JSON.stringify(anEvent(index, { identity: undefined })),
        JSON.stringify(
          anEvent(index, { properties: { big: "x".repeat(40_000) } }),
        ),
        JSON.stringify(anEvent(index, { properties: ["no", "object"] })),
        '{"event":"Broken',
      ];
      return kinds[(index / 5) % 4] ?? "";
    });
    const answer = await engine.ingest(key, lines.join("\n"), "lines");
    expect([answer.accepted, answer.rejected.length]).toEqual([900, 100]);
    expect(answer.rejected[0]).toEqual({
      index: 0,
      message: "user_id or identity is required",
    });
    await engine.work(syncId);
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      read: 900,
      delivered: 800,
      invalid: 100,
    });
    expect(await engine.segmentStats()).toMatchObject({
      distinctIds: 800,
      dropped: {},
    });
    const { rows } = await engine.app.database().pool.query(
      `SELECT code, count(*)::int AS count FROM data.dead_letter
       WHERE sync_id = $1 OR (outcome = 'refused' AND created_at > now() - interval '1 minute') GROUP BY code ORDER BY code`,
      [syncId],
    );
    expect(rows).toEqual([
      { code: "bad_type", count: 50 },
      { code: "malformed", count: 100 },
      { code: "too_large", count: 50 },
    ]);
  });

  it("takes a repeat for a repeat", async () => {
    const { key } = await engine.aLiveSync();
    const body = JSON.stringify([anEvent(1), anEvent(2), anEvent(1)]);
    expect(await engine.ingest(key, body)).toMatchObject({
      accepted: 2,
      duplicates: 1,
    });
    expect(await engine.ingest(key, body)).toMatchObject({
      accepted: 0,
      duplicates: 3,
    });
  });

  it("filters by its condition, and names anonymous people by their cookie", async () => {
    const { syncId, key } = await engine.aLiveSync({});
    await engine.ingest(
      key,
      JSON.stringify(
        anEvent(1, { identity: undefined, user_id: 9007199254740 }),
      ),
    );
    await engine.work(syncId);
    const received = (await (
      await fetch(`${engine.sandboxUrl}/_control/received`)
    ).json()) as { data: { body: object }[] };
    expect(received.data[0]?.body).toMatchObject({
      type: "track",
      anonymousId: "heap-11-9007199254740",
    });
    expect(received.data[0]?.body).not.toHaveProperty("userId");
  });

  it("keeps records pending while the destination is down, and delivers them after", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1), anEvent(2)]));
    await engine.setFault({ kind: "status", status: 503 });
    expect(await engine.work(syncId)).toBe("wait");
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      read: 2,
      delivered: 0,
      pending: 2,
    });
    await engine.setFault({ kind: "none" });
    await engine.passTime(60);
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      read: 2,
      delivered: 2,
      pending: 0,
      rejected: 0,
    });
  });

  it("sends the same message ids again when an answer was lost", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(
      key,
      JSON.stringify([anEvent(1), anEvent(2), anEvent(3)]),
    );
    await engine.setFault({ kind: "reset", when: "after", count: 1 });
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      delivered: 3,
      pending: 0,
    });
    expect(await engine.segmentStats()).toMatchObject({
      distinctIds: 3,
      duplicates: 3,
    });
  });

  it("is held when the destination refuses it, and goes on when its connection changes", async () => {
    const { syncId, key, segment } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.setFault({ kind: "status", status: 401 });
    expect(await engine.work(syncId)).toBe("stop");
    expect(
      await engine.app
        .database()
        .prisma.sync.findUnique({ where: { id: syncId } }),
    ).toMatchObject({ waitingReason: "held" });
    await engine.setFault({ kind: "none" });
    await engine.app.updateConnection({
      ctx: engine.ctx,
      input: {
        id: segment.id,
        patch: { credentials: { writeKey: "n".repeat(32) } },
      },
    });
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      delivered: 1,
      rejected: 0,
    });
  });

  it("counts no chunk twice when two executions work at once", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(
      key,
      JSON.stringify(
        Array.from({ length: 1_000 }, (_, index) => anEvent(index)),
      ),
    );
    await Promise.all([
      engine.work(syncId),
      engine.work(syncId),
      engine.work(syncId),
    ]);
    await engine.work(syncId);
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      read: 1_000,
      delivered: 1_000,
    });
    expect((await engine.segmentStats()).distinctIds).toBe(1_000);
  });

  it("finishes its run when it is paused, and goes on where it stopped", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.work(syncId);
    await engine.app.pauseSync({ ctx: engine.ctx, input: { id: syncId } });
    await engine.ingest(key, JSON.stringify([anEvent(2)]));
    expect(await engine.work(syncId)).toBe("stop");
    await engine.app.resumeSync({ ctx: engine.ctx, input: { id: syncId } });
    await engine.work(syncId);
    const runs = await engine.app
      .database()
      .prisma.run.findMany({ where: { syncId }, orderBy: { number: "asc" } });
    expect(runs.map(({ status, delivered }) => [status, delivered])).toEqual([
      ["succeeded", 1],
      ["running", 1],
    ]);
  });

  it("gives a chunk that was under way at a pause to the run that it belongs to", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const bad = anEvent(2, { properties: "none" });
    await engine.ingest(key, JSON.stringify([anEvent(1), bad]));
    await engine.setFault({ kind: "slow", count: 1 });
    const working = engine.work(syncId);
    await expect
      .poll(() => engine.app.database().prisma.run.count({ where: { syncId } }))
      .toBe(1);
    await engine.app.pauseSync({ ctx: engine.ctx, input: { id: syncId } });
    await working;
    const runs = await engine.app
      .database()
      .prisma.run.findMany({ where: { syncId } });
    expect(runs).toMatchObject([
      { status: "partial", read: 2, delivered: 1, invalid: 1 },
    ]);
  });

  it("says on its run that Sluice failed, until it goes on", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const errorOf = async () => {
      const run = await engine.app
        .database()
        .prisma.run.findFirstOrThrow({ where: { syncId } });
      return run.error;
    };
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.work(syncId);
    await engine.app.reportFailure({ syncId }, "TypeError");
    expect(await errorOf()).toContain("tries again each minute");
    await engine.ingest(key, JSON.stringify([anEvent(2)]));
    await engine.work(syncId);
    expect(await errorOf()).toBeNull();
  });

  it("is stuck by no record, whatever characters it holds", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const odd = [
      { event_id: "nul in a property", properties: { "a\0b": "\0" } },
      { event_id: "half a character", identity: "\ud800", properties: "\0" },
      { event_id: "nul in a bad one", properties: ["\0"] },
    ];
    await engine.ingest(
      key,
      JSON.stringify(odd.map((event, index) => anEvent(index, event))),
    );
    // As an earlier release let it in: ingest refuses it now.
    await engine.app.database().pool.query(
      `INSERT INTO data.inbox (day, connection_id, stream, record_key, event, payload, bytes)
       SELECT day, connection_id, stream, 'old', event, $2::json, 1 FROM data.inbox
       WHERE connection_id = (SELECT connection_id FROM data.cursor WHERE sync_id = $1) LIMIT 1`,
      [syncId, JSON.stringify(anEvent(9, { identity: "\0", properties: 1 }))],
    );
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      read: 4,
      delivered: 1,
      invalid: 3,
    });
  });

  it("refuses what the database can't hold, and keeps the others of its batch", async () => {
    const { key } = await engine.aLiveSync();
    const bad = ["event", "event_id", "user_id", "identity"].map((name) =>
      anEvent(1, { [name]: "a\0b" }),
    );
    const answer = await engine.ingest(
      key,
      JSON.stringify([...bad, anEvent(2)]),
    );
    expect(answer.accepted).toBe(1);
    expect(answer.rejected).toHaveLength(4);
    const deep = `{"event":"e","identity":"i","p":${"[".repeat(9_999)}${"]".repeat(9_999)}}`;
    await expect(engine.ingest(key, deep)).rejects.toThrow("deeper than 100");
    const lines = `${deep}\n${JSON.stringify(anEvent(3))}`;
    expect(await engine.ingest(key, lines, "lines")).toMatchObject({
      accepted: 1,
      rejected: [{ index: 0, message: "is nested deeper than 100 levels" }],
    });
  });

  it("goes on with what was taken when what was refused can't be kept", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const { pool } = engine.app.database();
    await engine.work(syncId);
    await pool.query(
      "ALTER TABLE data.dead_letter ADD CONSTRAINT none_refused CHECK (outcome <> 'refused') NOT VALID",
    );
    const body = JSON.stringify([anEvent(1), { no: "event" }]);
    await expect(engine.ingest(key, body)).rejects.toThrow("none_refused");
    await pool.query(
      "ALTER TABLE data.dead_letter DROP CONSTRAINT none_refused",
    );
    const { rows } = await pool.query(
      "SELECT has_news FROM data.cursor WHERE sync_id = $1",
      [syncId],
    );
    expect(rows).toEqual([{ has_news: true }]);
  });

  it("refuses a body that is malformed as a whole, an unknown key, and deleting what is in use", async () => {
    const { key, segment } = await engine.aLiveSync();
    await expect(engine.ingest(key, "[1,")).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(engine.ingest("nobody", "{}")).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(
      engine.app.removeConnection({
        ctx: engine.ctx,
        input: { id: segment.id },
      }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("keeps the mapping's fields in the order that they were written in", async () => {
    const { syncId } = await engine.aLiveSync();
    const fields = {
      userId: 1,
      event: 2,
      "properties.z": 3,
      "properties.a": 4,
    };
    const mapping = Object.fromEntries(
      Object.keys(fields).map((field) => [field, { path: "event" }]),
    );
    await engine.app.updateSync({
      ctx: engine.ctx,
      input: { id: syncId, patch: { mapping } },
    });
    await engine.app.publishSync({ ctx: engine.ctx, input: { id: syncId } });
    const version = await engine.app.definitionOfVersion(syncId, 2);
    expect(Object.keys(version.mapping)).toEqual(Object.keys(fields));
  });

  it("stores credentials encrypted, bound to their connection, and answers only their names", async () => {
    const { segment } = await engine.aLiveSync();
    const row = await engine.app
      .database()
      .prisma.connection.findUniqueOrThrow({ where: { id: segment.id } });
    expect(JSON.stringify(row)).not.toContain("k".repeat(32));
    expect(segment.credentialsSet).toEqual(["writeKey"]);
    expect(JSON.stringify(segment)).not.toContain("k".repeat(32));
  });
});
