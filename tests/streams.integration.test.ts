import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../lib/shared/json";
import type { ActionName } from "../lib/sync/actions/registry";
import type { StreamName } from "../lib/sync/streams/registry";
import { startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const AT = "2026-11-01T10:00:00.000Z";
const RECORDS: Record<StreamName, JsonObject> = {
  events: {
    ...{ event_id: "1", event: "Sign Up", user_id: "7", identity: "ann" },
    ...{ time: AT, properties: { plan: "Pro" } },
  },
  users: {
    ...{ user_id: "5161", identity: "ann", email: "ann@acme.io", handle: null },
    ...{ joindate: "2026-01-02 03:04:05.000000 UTC", last_modified: AT },
    properties: { planName: "Pro" },
  },
  cohort: {
    cohort: { id: "12", name: "High intent" },
    ...{ id: "ann", change: "entered", at: AT },
  },
  merges: {
    ...{ from_user_id: "7", to_user_id: "5161", identity: "ann", time: AT },
    email: "ann@acme.io",
  },
};

type Call = { messageId: string; type: string; traits?: object };
const received = async () => (await engine.received()) as unknown as Call[];
const user = (plan: string): JsonObject => ({
  ...RECORDS.users,
  properties: { plan },
});
const listDelivered = (runId: string) =>
  engine.app.listRunRecords({
    ctx: engine.ctx,
    input: engine.app.ListRecordsInput.parse({ runId, outcome: "delivered" }),
  });

/** A user who came twice, the second time with another plan, both delivered. */
async function aUserWhoChanged() {
  const made = await engine.aLiveSync({
    ...{ stream: "users", action: "segment.identify" },
  });
  await engine.putRecords(made.heapId, "users", [user("Free")]);
  await engine.putRecords(made.heapId, "users", [user("Pro")], 1);
  await engine.work(made.syncId);
  return made;
}

describe("the records of each stream", () => {
  const pairs: [StreamName, ActionName, object][] = [
    [
      ...(["events", "segment.track"] as const),
      { type: "track", event: "Sign Up", userId: "ann" },
    ],
    [
      ...(["events", "segment.identify"] as const),
      { type: "identify", userId: "ann", anonymousId: "heap-11-7" },
    ],
    [
      ...(["users", "segment.identify"] as const),
      {
        ...{ type: "identify", userId: "ann", anonymousId: "heap-11-5161" },
        timestamp: AT,
        traits: {
          ...{ email: "ann@acme.io", plan_name: "Pro" },
          createdAt: "2026-01-02T03:04:05.000Z",
        },
      },
    ],
    [
      ...(["cohort", "segment.identify"] as const),
      {
        ...{ type: "identify", userId: "ann" },
        traits: { heap_cohort_name: "High intent", heap_cohort_member: true },
      },
    ],
    [
      ...(["cohort", "segment.track"] as const),
      {
        ...{ type: "track", event: "Cohort Entered", userId: "ann" },
        properties: { cohort_id: "12", cohort_name: "High intent" },
      },
    ],
    [
      ...(["merges", "segment.alias"] as const),
      { type: "alias", previousId: "heap-11-7", userId: "ann" },
    ],
    [
      ...(["merges", "segment.identify"] as const),
      { type: "identify", userId: "ann", anonymousId: "heap-11-7" },
    ],
  ];

  it.each(pairs)(
    "%s become %s calls as is usual",
    async (stream, action, call) => {
      const { syncId, heapId } = await engine.aLiveSync({ stream, action });
      // Another stream's records are none of this sync's.
      for (const [name, record] of Object.entries(RECORDS))
        await engine.putRecords(heapId, name as StreamName, [record]);
      await engine.work(syncId);
      expect(await engine.ledgersOf(syncId)).toMatchObject({
        ...{ read: 1, delivered: 1, invalid: 0 },
      });
      expect(await received()).toMatchObject([call]);
      expect((await engine.segmentStats()).dropped).toEqual({});
      const run = await engine.app
        .database()
        .prisma.run.findFirstOrThrow({ where: { syncId } });
      expect((await listDelivered(run.id)).data).toMatchObject([
        { person: "ann", payload: call },
      ]);
    },
  );

  it("without an id of theirs become dead letters that say so", async () => {
    const { syncId, heapId } = await engine.aLiveSync({
      ...{ stream: "merges", action: "segment.alias" },
    });
    const { identity: _, ...merge } = RECORDS.merges;
    await engine.putRecords(heapId, "merges", [merge]);
    await engine.work(syncId);
    expect(await received()).toEqual([]);
    const letter = await engine.app
      .database()
      .pool.query(
        "SELECT code, message, person, event FROM data.dead_letter WHERE sync_id = $1",
        [syncId],
      );
    expect(letter.rows).toEqual([
      {
        code: "no_identity",
        message: "The call has no userId; Segment drops such calls.",
        ...{ person: "5161", event: "merge" },
      },
    ]);
  });
});

describe("a record that came again with other content", () => {
  it("is another call, and the same two when they are replayed", async () => {
    const { syncId } = await aUserWhoChanged();
    const first = await received();
    expect(first.map(({ traits }) => traits)).toMatchObject([
      { plan: "Free" },
      { plan: "Pro" },
    ]);
    const range = { from: "2026-01-01T00:00:00Z" };
    const input = { syncId, body: range };
    const run = await engine.app.replayRange({ ctx: engine.ctx, input });
    await engine.workReplay(run.id);
    expect(await engine.segmentStats()).toMatchObject({
      ...{ distinctIds: 2, duplicates: 2 },
    });
  });

  it("is delivered anew each time under ids that were never used", async () => {
    const { syncId } = await aUserWhoChanged();
    const body = { from: "2026-01-01T00:00:00Z", anew: true };
    for (const times of [1, 2]) {
      const seen = await engine.app.previewRange({
        ...{ ctx: engine.ctx, input: { syncId, body } },
      });
      expect(seen).toMatchObject({ generation: times, send: 2 });
      const run = await engine.app.replayRange({
        ...{ ctx: engine.ctx, input: { syncId, body } },
      });
      expect(run.replay).toMatchObject({ generation: times });
      await engine.workReplay(run.id);
      // What is shown of the run, and was shown before it, is what was sent.
      const sent = (await received()).slice(-2).map((call) => call.messageId);
      const shown = (await listDelivered(run.id)).data;
      expect(shown.map(({ payload }) => (payload as Call).messageId)).toEqual(
        sent,
      );
      expect(
        seen.examples.map(({ payload }) => (payload as Call).messageId),
      ).toEqual(sent);
    }
    expect(await engine.segmentStats()).toMatchObject({
      ...{ distinctIds: 6, duplicates: 0 },
    });
  });

  it("keeps its generation as a dead letter, also one of a replay anew", async () => {
    const { ctx, app } = engine;
    const { syncId, heapId } = await engine.aLiveSync({
      ...{ stream: "users", action: "segment.identify" },
      mapping: { userId: { path: "identity" }, traits: { path: "properties" } },
    });
    await engine.putRecords(heapId, "users", [user("Free")]);
    const broken = { ...RECORDS.users, properties: "none" };
    await engine.putRecords(heapId, "users", [broken], 1);
    await engine.work(syncId);
    const body = { from: "2026-01-01T00:00:00Z", anew: true };
    const anew = await app.replayRange({ ctx, input: { syncId, body } });
    await engine.workReplay(anew.id);
    const { rows } = await app
      .database()
      .pool.query<{ id: string }>(
        "SELECT id FROM data.dead_letter WHERE sync_id = $1 ORDER BY id",
        [syncId],
      );
    expect(rows).toHaveLength(2);
    for (const { id } of rows) {
      // As if the later one had not taken its place.
      await app
        .database()
        .pool.query(
          "UPDATE data.dead_letter SET resolved_at = NULL WHERE id = $1",
          [id],
        );
      const input = { id, body: { record: JSON.stringify(user("Pro")) } };
      const shown = await app.previewLetter({ ctx, input });
      const run = await app.retryLetter({ ctx, input });
      await engine.workReplay(run.id);
      expect((await received()).at(-1)?.messageId).toBe(
        (shown.payload as Call).messageId,
      );
    }
    expect(await engine.segmentStats()).toMatchObject({
      ...{ distinctIds: 4, duplicates: 0 },
    });
  });

  it("stays a dead letter when only what it was before is replayed", async () => {
    const { ctx, app } = engine;
    const { syncId, heapId } = await engine.aLiveSync({
      ...{ stream: "users", action: "segment.identify" },
      mapping: { userId: { path: "identity" }, traits: { path: "properties" } },
    });
    await engine.putRecords(heapId, "users", [user("Free")]);
    await engine.work(syncId);
    const { pool } = app.database();
    await pool.query(
      "UPDATE data.inbox SET received_at = received_at - interval '1 hour' WHERE connection_id = $1",
      [heapId],
    );
    const broken = { ...RECORDS.users, properties: "none" };
    await engine.putRecords(heapId, "users", [broken], 1);
    await engine.work(syncId);
    const minutesAgo = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    const open = async () => {
      const { rowCount } = await pool.query(
        "SELECT FROM data.dead_letter WHERE sync_id = $1 AND resolved_at IS NULL",
        [syncId],
      );
      return rowCount;
    };
    const replay = async (body: object) => {
      const run = await app.replayRange({ ctx, input: { syncId, body } });
      await engine.workReplay(run.id);
    };
    await replay({ from: minutesAgo(90), to: minutesAgo(30) });
    expect(await open()).toBe(1);
    // What failed again stands for it.
    await replay({ from: minutesAgo(90) });
    expect(await open()).toBe(1);
  });
});

describe("a dead letter whose record the inbox has forgotten", () => {
  const cancel = async (syncId: string) => {
    const { ctx, app } = engine;
    const run = await app.database().prisma.run.findFirstOrThrow({
      ...{ where: { syncId, finishedAt: null }, orderBy: { number: "desc" } },
    });
    await app.cancelRun({ ctx, input: { id: run.id } });
  };
  const refuse = async (syncId: string) => {
    await engine.setFault({ kind: "status", status: 400 });
    await engine.passTime(600);
    await engine.work(syncId);
  };

  it.each([
    ["was invalid", "none", () => Promise.resolve()],
    ["was refused once it was pending", { plan: "Pro" }, refuse],
    ["was cancelled", { plan: "Pro" }, cancel],
  ])("keeps its generation when it %s", async (_, properties, fail) => {
    const { ctx, app } = engine;
    const { syncId, heapId } = await engine.aLiveSync({
      ...{ stream: "users", action: "segment.identify" },
      mapping: { userId: { path: "identity" }, traits: { path: "properties" } },
    });
    await engine.putRecords(heapId, "users", [user("Free")]);
    await engine.work(syncId);
    await engine.setFault({ kind: "status", status: 503 });
    await engine.putRecords(
      ...([heapId, "users", [{ ...RECORDS.users, properties }], 1] as const),
    );
    await engine.work(syncId);
    await fail(syncId);
    await engine.setFault({ kind: "none" });
    const { pool } = app.database();
    await pool.query("DELETE FROM data.inbox WHERE connection_id = $1", [
      heapId,
    ]);
    const { rows } = await pool.query<{ id: string }>(
      "SELECT id FROM data.dead_letter WHERE sync_id = $1",
      [syncId],
    );
    expect(rows).toHaveLength(1);
    const body = { record: JSON.stringify(user("Pro")) };
    const run = await app.retryLetter({
      ...{ ctx, input: { id: rows[0]?.id ?? "", body } },
    });
    await engine.passTime(600);
    await engine.workReplay(run.id);
    expect(await engine.segmentStats()).toMatchObject({
      ...{ distinctIds: 2, duplicates: 0 },
    });
  });
});

it("makes no sync of a stream and an action that don't fit", async () => {
  const cohort = engine.aLiveSync({
    ...{ stream: "cohort", action: "segment.alias" },
    mapping: { userId: { path: "id" }, previousId: { path: "from_user_id" } },
  });
  await expect(cohort).rejects.toMatchObject({
    options: { problems: [{ path: "destination.action" }] },
  });
});

describe("what is known of a stream", () => {
  it("is apart from what is known of the connection's others", async () => {
    const { ctx, app } = engine;
    const { syncId, heapId } = await engine.aLiveSync({
      ...{ stream: "cohort", action: "segment.identify" },
    });
    for (const [name, record] of Object.entries(RECORDS))
      await engine.putRecords(heapId, name as StreamName, [record]);
    const of = { connectionId: heapId, stream: "cohort" as const };
    const fields = await app.readFields({ ctx, input: { ...of, events: [] } });
    expect(fields.data.map(({ path }) => path).toSorted()).toEqual([
      ...["at", "change", "cohort", "cohort.id", "cohort.name", "id"],
    ]);
    expect(fields.sampled).toBe(1);
    expect(await app.listEventNames({ ctx, input: of })).toEqual([
      { event: "High intent", count: 1 },
    ]);
    const latest = await app.listLatestRecords({
      ctx,
      input: app.LatestRecordsInput.parse({ ...of, events: [] }),
    });
    expect(latest.data).toMatchObject([{ event: "High intent" }]);
    const preview = await app.previewSync({
      ...{ ctx, input: { id: syncId, body: {} } },
    });
    expect(preview).toMatchObject([{ payload: { userId: "ann" } }]);
    expect(await app.checkSync({ ctx, input: { id: syncId } })).toEqual([]);
  });
});
