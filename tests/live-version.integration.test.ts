import { setTimeout as sleep } from "node:timers/promises";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { inngest } from "../inngest/client";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const query = async (sql: string, values: unknown[]) =>
  (await engine.app.database().pool.query<Record<string, unknown>>(sql, values))
    .rows;
const inputOf = (id: string) => ({ ctx: engine.ctx, input: { id } });

/** A live sync whose draft, not published yet, reads from and sends to other connections. */
async function aSyncThatIsToMove() {
  const other = await engine.aLiveSync();
  const made = await engine.aLiveSync();
  const { source, destination } = await engine.app.definitionOfVersion(
    ...([other.syncId, 1] as const),
  );
  const live = await engine.app.definitionOfVersion(made.syncId, 1);
  await engine.app.updateSync({
    ctx: engine.ctx,
    input: { id: made.syncId, patch: { source, destination } },
  });
  await engine.app.pauseSync(inputOf(other.syncId));
  await engine.app.removeSync(inputOf(other.syncId));
  return { ...made, sourceId: live.source.connection, other: other.segment };
}

/** The same, with a record that its destination gave such an answer to. */
async function aSyncThatMet(status: number) {
  const made = await aSyncThatIsToMove();
  await engine.setFault({ kind: "status", status });
  await engine.ingest(made.key, JSON.stringify([anEvent(1)]));
  await engine.work(made.syncId);
  await engine.setFault({ kind: "none" });
  return made;
}

const openBreaker = (id: string) =>
  query(
    `INSERT INTO data.flow (connection_id, state, opened_at, probe_at) VALUES ($1, 'open', now(), now() + interval '1 minute')
     ON CONFLICT (connection_id) DO UPDATE SET state = 'open', opened_at = now(), probe_at = excluded.probe_at`,
    [id],
  );

const waitingOf = async (syncId: string) =>
  (await engine.app.getSync(inputOf(syncId))).waiting;

describe("a live sync whose draft names other connections", () => {
  it("keeps the connections that it runs with, and those of its draft, from being removed", async () => {
    const { sourceId, segment, other } = await aSyncThatIsToMove();
    for (const id of [sourceId, segment.id, other.id])
      await expect(
        engine.app.removeConnection(inputOf(id)),
      ).rejects.toMatchObject({ code: "conflict" });
  });

  it("waits no more once its destination answers", async () => {
    const { syncId, segment } = await aSyncThatMet(503);
    expect(await waitingOf(syncId)).toMatchObject({ reason: "down" });
    await openBreaker(segment.id);
    await engine.app.recordAnswer(segment.id);
    expect(await waitingOf(syncId)).toBeNull();
  });

  it("tries again once its destination is changed, and not once the draft's is", async () => {
    const { syncId, segment, other } = await aSyncThatMet(401);
    const change = ({ id }: { id: string }) =>
      engine.app.updateConnection({
        ctx: engine.ctx,
        input: { id, patch: { credentials: { writeKey: "n".repeat(32) } } },
      });
    await change(other);
    expect(await waitingOf(syncId)).toMatchObject({ reason: "held" });
    await change(segment);
    expect(await waitingOf(syncId)).toBeNull();
  });

  it("has its destination tried at once when it is resumed", async () => {
    const { syncId, segment } = await aSyncThatIsToMove();
    await openBreaker(segment.id);
    await engine.app.resumeSync(inputOf(syncId));
    expect(
      await query(
        "SELECT probe_at <= now() AS due FROM data.flow WHERE connection_id = $1",
        [segment.id],
      ),
    ).toEqual([{ due: true }]);
  });

  it("names in a cancelled run's dead letters where they were to go", async () => {
    const { syncId, segment } = await aSyncThatMet(503);
    const [run] = await query("SELECT id FROM runs WHERE sync_id = $1", [
      syncId,
    ]);
    await engine.app.cancelRun(inputOf(String(run?.id)));
    expect(
      await query(
        "SELECT connection_id FROM data.dead_letter WHERE sync_id = $1",
        [syncId],
      ),
    ).toEqual([{ connection_id: segment.id }]);
  });

  it("is seen on its destination's page, in its metrics and by its alerts", async () => {
    const { syncId, sourceId, segment, other } = await aSyncThatMet(503);
    const statusOf = (id: string) =>
      engine.app.readConnectionStatus({
        ...{ ctx: engine.ctx, input: { id, window: "1h" as const } },
      });
    expect(await statusOf(segment.id)).toMatchObject({
      state: { kind: "waiting" },
      syncs: [{ id: syncId, role: "destination" }],
    });
    expect((await statusOf(other.id)).state.kind).toBe("unused");
    const samples = await engine.app.readSyncSamples();
    expect(
      samples.find(
        ({ family, labels }) =>
          family === "sluice_sync_info" && labels.sync === syncId,
      ),
    ).toMatchObject({ labels: { source: sourceId, destination: segment.id } });
    const watched = await engine.app.readWatchedSyncs(engine.ctx.workspaceId);
    expect(watched.find(({ id }) => id === syncId)).toMatchObject({
      ...{ source_id: sourceId, destination_id: segment.id },
    });
  });
});

describe("a version that sends elsewhere", () => {
  const publish = (syncId: string) => engine.app.publishSync(inputOf(syncId));
  const replay = (syncId: string) =>
    engine.app.replayRange({
      ctx: engine.ctx,
      input: { syncId, body: { from: "2026-01-01T00:00:00Z", anew: true } },
    });
  const sendTo = (syncId: string, { id }: { id: string }) =>
    engine.app.updateSync({
      ctx: engine.ctx,
      input: {
        id: syncId,
        patch: { destination: { connection: id, action: "segment.track" } },
      },
    });
  const delivered = async ({ id }: { id: string }) => {
    const window = "1h" as const;
    const input = { ctx: engine.ctx, input: { id, window } };
    return (await engine.app.readConnectionStatus(input)).out.records;
  };

  it("is not published while records are pending for the present one; drained, it is", async () => {
    const { segment: other } = await engine.aLiveSync();
    const { syncId, key, segment } = await engine.aLiveSync();
    await engine.setFault({ kind: "status", status: 503 });
    await engine.ingest(key, JSON.stringify([anEvent(1), anEvent(2)]));
    await engine.work(syncId);
    await publish(syncId);
    await sendTo(syncId, other);
    await expect(publish(syncId)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(
        new RegExp(`2 pending records for ${segment.name}. Drain the sync`),
      ) as string,
    });
    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    await engine.app.pauseSync({
      ...{ ctx: engine.ctx, input: { id: syncId, body: { drain: true } } },
    });
    await engine.work(syncId);
    await publish(syncId);
    await engine.ingest(key, JSON.stringify([anEvent(3)]));
    await engine.work(syncId);
    expect([await delivered(segment), await delivered(other)]).toEqual([2, 1]);
  });

  it("is not published while a replay is under way", async () => {
    const { segment: other } = await engine.aLiveSync();
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.work(syncId);
    const run = await replay(syncId);
    await sendTo(syncId, other);
    await expect(publish(syncId)).rejects.toThrow("1 replay under way");
    await engine.workReplay(run.id);
    await publish(syncId);
  });

  it("leaves nothing pending of a chunk that was under way when it was published", async () => {
    const { segment: other } = await engine.aLiveSync();
    const { syncId, key } = await engine.aLiveSync();
    const properties = { text: "x".repeat(25_000) };
    const events = Array.from({ length: 40 }, (_, index) =>
      anEvent(index, { properties }),
    );
    await engine.ingest(key, JSON.stringify(events));
    await sendTo(syncId, other);
    // One batch is slow, the other one fails: the chunk ends after the publish, with some left.
    await engine.setFault({ kind: "slow", count: 1, delayMs: 1_500 });
    await engine.setFault({ kind: "status", status: 503 });
    const working = engine.app.runChunk(syncId);
    await sleep(700);
    await publish(syncId);
    expect(await working).toMatchObject({ next: "stop" });
    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    await engine.work(syncId);
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      ...{ read: 40, delivered: 40, pending: 0 },
    });
    expect(await delivered(other)).toBe(40);
  });
});

it("wakes a sync that is behind by the trigger that it runs with, not by its draft's", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await engine.app.updateSync({
    ctx: engine.ctx,
    input: { id: syncId, patch: { trigger: { kind: "manual" } } },
  });
  await engine.ingest(key, JSON.stringify([anEvent(1)]));
  await query("UPDATE data.cursor SET has_news = false WHERE sync_id = $1", [
    syncId,
  ]);
  const send = vi.spyOn(inngest, "send").mockResolvedValue({ ids: [] });
  await engine.app.sweepSyncs();
  expect(JSON.stringify(send.mock.calls)).toContain(syncId);
  send.mockRestore();
});
