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

/** Properties that Segment would drop: the call is invalid. */
const bad = (index: number) => anEvent(index, { properties: "none" });
/** A mapping under which those records are fine. */
const FORGIVING = {
  event: { path: "event" },
  userId: { path: "identity" },
  timestamp: { path: "time" },
};

async function letters(query: object) {
  const input = engine.app.ListDeadLettersInput.parse(query);
  return (await engine.app.listDeadLetters({ ctx: engine.ctx, input })).data;
}
const openOf = (syncId: string) => letters({ syncId, resolved: "false" });
const replay = (input: unknown) =>
  engine.app.replayDeadLetters({ ctx: engine.ctx, input });
const runOf = (id: string) =>
  engine.app.getRun({ ctx: engine.ctx, input: { id } });

/** A sync whose records failed: two invalid by their properties, and two that Segment refused. */
async function aSyncWithLetters() {
  const made = await engine.aLiveSync();
  await engine.ingest(made.key, JSON.stringify([bad(1), bad(2)]));
  await engine.work(made.syncId);
  await engine.setFault({ kind: "status", status: 400 });
  await engine.ingest(made.key, JSON.stringify([anEvent(3), anEvent(4)]));
  await engine.work(made.syncId);
  await engine.setFault({ kind: "none" });
  return made;
}

async function publishForgiving(syncId: string) {
  const input = { id: syncId, patch: { mapping: FORGIVING } };
  await engine.app.updateSync({ ctx: engine.ctx, input });
  await engine.app.publishSync({ ctx: engine.ctx, input: { id: syncId } });
}

describe("a replay of dead letters", () => {
  it("sends a filter's through the present version, with the ids that they had", async () => {
    const { syncId } = await aSyncWithLetters();
    const before = await openOf(syncId);
    const idOf = (payload: unknown) =>
      (payload as { messageId?: string }).messageId;
    const ids = before.flatMap(({ outcome, payload }) =>
      outcome === "rejected" ? [idOf(payload)] : [],
    );
    await publishForgiving(syncId);
    const ledgersBefore = await engine.ledgersOf(syncId);

    const run = await replay({ filter: { syncId } });
    expect(run).toMatchObject({
      ...{ trigger: "replay", status: "queued", syncVersion: 2 },
      replay: { kind: "letters", total: 4, share: 0 },
    });
    expect(await engine.workReplay(run.id)).toBe("idle");

    expect(await runOf(run.id)).toMatchObject({
      status: "succeeded",
      ledger: { read: 4, delivered: 4, rejected: 0, pending: 0 },
      replay: { share: 1 },
    });
    const received = await engine.received();
    expect(received.map(idOf)).toEqual(expect.arrayContaining(ids));
    expect(received).toHaveLength(4);
    expect(await openOf(syncId)).toEqual([]);
    const [resolved] = await letters({ syncId });
    expect(resolved).toMatchObject({
      ...{ resolution: "delivered", resolvedBy: run.id },
      resolvedAt: expect.any(String) as string,
    });
    // The first runs' books are as they were.
    const after = await engine.ledgersOf(syncId);
    expect([after.invalid, after.rejected]).toEqual([
      ledgersBefore.invalid,
      ledgersBefore.rejected,
    ]);
  });

  it("takes just those whose ids were given, and tells what was delivered", async () => {
    const { syncId } = await aSyncWithLetters();
    const [one] = await letters({ syncId, outcome: "rejected" });
    const run = await replay({ ids: [one?.id] });
    await engine.workReplay(run.id);
    expect(await openOf(syncId)).toHaveLength(3);
    const records = await engine.app.listRunRecords({
      ctx: engine.ctx,
      input: engine.app.ListRecordsInput.parse({
        ...{ runId: run.id, outcome: "delivered" },
      }),
    });
    expect(records.data).toMatchObject([
      { recordKey: one?.recordKey, payload: { type: "track" } },
    ]);
  });

  it("puts a newer dead letter in the place of one that fails again", async () => {
    const { syncId } = await aSyncWithLetters();
    const invalid = await letters({ syncId, outcome: "invalid" });
    const run = await replay({ filter: { syncId, outcome: "invalid" } });
    await engine.workReplay(run.id);
    expect(await runOf(run.id)).toMatchObject({
      status: "partial",
      ledger: { read: 2, invalid: 2 },
    });
    const open = await letters({
      syncId,
      outcome: "invalid",
      resolved: "false",
    });
    expect(open.map(({ runId }) => runId)).toEqual([run.id, run.id]);
    const [old] = invalid;
    const detail = await engine.app.getDeadLetter({
      ctx: engine.ctx,
      input: { id: old?.id ?? "" },
    });
    expect(detail).toMatchObject({
      ...{ resolution: "superseded", resolvedByRun: { id: run.id } },
      notReplayable: "It is resolved already.",
    });
    expect(detail.history).toHaveLength(2);
    await expect(replay({ ids: [old?.id] })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("sends the call as it was when its record is no longer kept", async () => {
    const { syncId } = await aSyncWithLetters();
    const [one] = await letters({ syncId, outcome: "rejected" });
    const { pool } = engine.app.database();
    await pool.query("DELETE FROM data.inbox WHERE record_key = $1", [
      one?.recordKey,
    ]);
    const run = await replay({ ids: [one?.id] });
    await engine.workReplay(run.id);
    expect((await engine.received()).at(-1)).toMatchObject(
      one?.payload as object,
    );
  });

  it("keeps letters open while Segment is down, and resolves them when they arrive", async () => {
    const { syncId } = await aSyncWithLetters();
    await engine.setFault({ kind: "status", status: 503 });
    const run = await replay({ filter: { syncId, outcome: "rejected" } });
    await engine.workReplay(run.id);
    expect(await runOf(run.id)).toMatchObject({
      status: "running",
      ledger: { read: 2, pending: 2 },
    });
    const [waiting] = await letters({ syncId, outcome: "rejected" });
    expect(waiting).toMatchObject({ resolvedAt: null, replayRunId: run.id });
    // Somebody presses twice: they are in hand already.
    await expect(
      replay({ filter: { syncId, outcome: "rejected" } }),
    ).rejects.toMatchObject({ code: "conflict" });

    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    await engine.work(syncId);
    expect(await runOf(run.id)).toMatchObject({
      status: "succeeded",
      ledger: { read: 2, delivered: 2, pending: 0 },
    });
    const states = await letters({ syncId, outcome: "rejected" });
    expect(states.map(({ resolution }) => resolution)).toEqual([
      "delivered",
      "delivered",
    ]);
  });

  it("runs beside the sync's own run, and is cancelled by itself", async () => {
    const { syncId, key } = await aSyncWithLetters();
    await engine.setFault({ kind: "status", status: 503 });
    const run = await replay({ filter: { syncId, outcome: "rejected" } });
    await engine.workReplay(run.id);
    const cancelled = await engine.app.cancelRun({
      ctx: engine.ctx,
      input: { id: run.id },
    });
    expect(cancelled).toMatchObject({
      status: "cancelled",
      ledger: { read: 2, rejected: 2, pending: 0 },
    });
    const open = await letters({
      ...{ syncId, outcome: "rejected", resolved: "false" },
    });
    expect(open.map(({ runId, code }) => [runId, code])).toEqual([
      [run.id, "cancelled"],
      [run.id, "cancelled"],
    ]);
    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    await engine.ingest(key, JSON.stringify([anEvent(9)]));
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.app.runReplayChunk(run.id)).toMatchObject({
      next: "stop",
    });
  });

  it("leaves the sync's chunk under way alone when it is cancelled with nothing pending", async () => {
    const { syncId } = await aSyncWithLetters();
    const { pool } = engine.app.database();
    const run = await replay({ filter: { syncId, outcome: "rejected" } });
    await pool.query(
      "UPDATE data.cursor SET owner = 'a chunk', has_news = false WHERE sync_id = $1",
      [syncId],
    );
    await engine.app.cancelRun({ ctx: engine.ctx, input: { id: run.id } });
    const { rows } = await pool.query(
      "SELECT owner, has_news FROM data.cursor WHERE sync_id = $1",
      [syncId],
    );
    expect(rows).toEqual([{ owner: "a chunk", has_news: true }]);
  });

  it("refuses what spans syncs, what ingest refused, what is not ours, and who may only look", async () => {
    const one = await aSyncWithLetters();
    const other = await aSyncWithLetters();
    const spanning = (await openOf(one.syncId))
      .concat(await openOf(other.syncId))
      .map(({ id }) => id);
    await expect(replay({ ids: spanning })).rejects.toMatchObject({
      code: "bad_request",
      options: {
        problems: expect.arrayContaining([
          expect.objectContaining({
            message: expect.stringContaining(one.syncId) as string,
          }),
        ]) as object[],
      },
    });
    await engine.ingest(one.key, JSON.stringify([{ event: "nobody" }]));
    const [refused] = await letters({ outcome: "refused" });
    await expect(replay({ ids: [refused?.id] })).rejects.toThrow(
      "Send it again to the ingest address",
    );
    await expect(replay({ ids: ["dl_of_others"] })).rejects.toMatchObject({
      code: "not_found",
    });
    const ids = [spanning[0]];
    const foreign = { ...engine.ctx, workspaceId: "wsp_other" };
    await expect(
      engine.app.replayDeadLetters({ ctx: foreign, input: { ids } }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(
      engine.app.getDeadLetter({
        ...{ ctx: foreign, input: { id: spanning[0] ?? "" } },
      }),
    ).rejects.toMatchObject({ code: "not_found" });
    const viewer = { ...engine.ctx, role: "viewer" as const };
    await expect(
      engine.app.replayDeadLetters({ ctx: viewer, input: { ids } }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(replay({})).rejects.toThrow("ids");
  });
});

describe("the reasons of dead letters", () => {
  it("are counted by code and by message but for its values", async () => {
    const { syncId, key } = await engine.aLiveSync();
    const big = (index: number) =>
      anEvent(index, { properties: { big: "x".repeat(40_000 + index) } });
    await engine.ingest(key, JSON.stringify([big(1), big(22), bad(3)]));
    await engine.work(syncId);
    const input = engine.app.GroupLettersInput.parse({ syncId });
    const groups = await engine.app.groupDeadLetters({
      ctx: engine.ctx,
      input,
    });
    expect(groups.map(({ code, count }) => [code, count]).sort()).toEqual([
      ["bad_type", 1],
      ["too_large", 2],
    ]);
    const large = groups.find(({ code }) => code === "too_large");
    const shape = large?.shape ?? "";
    expect(shape).toContain("#");
    expect(await letters({ syncId, shape })).toHaveLength(2);
    expect(await letters({ syncId, q: "user-22@ACME" })).toHaveLength(1);
  });
});

describe("a dead letter that is edited", () => {
  it("is tried first, then sent with the ids that it had, and stays edited", async () => {
    const { syncId } = await aSyncWithLetters();
    const [letter] = await letters({ syncId, outcome: "invalid" });
    const id = letter?.id ?? "";
    const detail = await engine.app.getDeadLetter({
      ...{ ctx: engine.ctx, input: { id } },
    });
    expect(detail).toMatchObject({ recordIs: "arrived", isPoison: false });
    const edited = {
      ...(JSON.parse(detail.record) as object),
      ...{ properties: { plan: "Pro" }, big: 1 },
    };
    // A number that JavaScript's own would round.
    const record = JSON.stringify(edited).replace(
      '"big":1',
      '"big":12345678901234567890',
    );
    const body = { record };
    const tried = await engine.app.previewLetter({
      ...{ ctx: engine.ctx, input: { id, body } },
    });
    expect(tried).toMatchObject({ outcome: "send" });
    expect(await engine.received()).toEqual([]);

    // Refused at first: the next attempt begins with what was edited.
    await engine.setFault({ kind: "status", status: 400 });
    const first = await engine.app.retryLetter({
      ...{ ctx: engine.ctx, input: { id, body } },
    });
    await engine.workReplay(first.id);
    const [again] = await letters({ syncId, runId: first.id });
    expect(
      await engine.app.getDeadLetter({
        ...{ ctx: engine.ctx, input: { id: again?.id ?? "" } },
      }),
    ).toMatchObject({ recordIs: "edited", record, isPoison: true });
    await engine.setFault({ kind: "none" });
    const second = await replay({ ids: [again?.id] });
    await engine.workReplay(second.id);

    const [call] = await engine.received();
    expect(call).toMatchObject({
      messageId: (tried.payload as { messageId: string }).messageId,
      properties: { plan: "Pro" },
    });
    expect(
      (await letters({ syncId, q: letter?.recordKey })).every(
        ({ resolvedAt }) => resolvedAt !== null,
      ),
    ).toBe(true);
  });

  it("is refused while it would not be sent, with all that is wrong", async () => {
    const { syncId } = await aSyncWithLetters();
    const [letter] = await letters({ syncId, outcome: "invalid" });
    const retry = (record: unknown) =>
      engine.app.retryLetter({
        ctx: engine.ctx,
        input: { id: letter?.id ?? "", body: { record } },
      });
    await expect(retry("{ no json")).rejects.toThrow("not JSON");
    await expect(retry("[]")).rejects.toThrow("JSON object");
    await expect(retry({ event: "E" })).rejects.toMatchObject({
      options: { problems: [{ message: "user_id or identity is required" }] },
    });
    await expect(retry(bad(1))).rejects.toThrow("can’t be sent");
    expect(await openOf(syncId)).toHaveLength(4);
  });
});

it("is woken, when it starts and by the sweep, within its workspace's share", async () => {
  const { syncId } = await aSyncWithLetters();
  const send = vi.spyOn(inngest, "send").mockResolvedValue({ ids: [] });
  const { id: runId } = await replay({ filter: { syncId } });
  await engine.app.sweepReplays();
  const { workspaceId } = engine.ctx;
  const wake = expect.objectContaining({
    data: { runId, workspaceId },
  }) as object;
  expect(send.mock.calls).toEqual([
    ...[[[wake]], [expect.arrayContaining([wake])]],
  ]);
  send.mockRestore();
  const { runReplay } = await import("../inngest/functions/run-replay");
  expect(runReplay.opts.concurrency).toEqual({
    ...{ key: "event.data.workspaceId", limit: 20 },
  });
});
