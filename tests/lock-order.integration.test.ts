import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const query = (sql: string, values: unknown[] = []) =>
  engine.app.database().pool.query(sql, values);

/** How many sessions of this database wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await query(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
  );
  return (rows as { count: number }[])[0]?.count ?? 0;
}

const untilWaiting = (count: number) =>
  expect.poll(waiting, { interval: 20 }).toBe(count);

/**
 * Does something while a commit stands between the runs and the sync, which it
 * both writes; answers once both have ended.
 */
async function meetCommit(
  commit: () => Promise<unknown>,
  verb: () => Promise<unknown>,
): Promise<void> {
  const blocker = await engine.app.database().pool.connect();
  try {
    await blocker.query("BEGIN");
    await blocker.query("LOCK TABLE chunks IN EXCLUSIVE MODE");
    const both = [commit()];
    await untilWaiting(1);
    both.push(verb());
    await untilWaiting(2);
    await blocker.query("COMMIT");
    await Promise.all(both);
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
}

/** A sync that delivered some records, with another one that will be pending. */
async function aSyncBeforeAFault(delivered = 1) {
  const { syncId, key } = await engine.aLiveSync();
  const events = Array.from({ length: delivered }, (_, index) =>
    anEvent(index + 10),
  );
  await engine.ingest(key, JSON.stringify(events));
  await engine.work(syncId);
  await engine.ingest(key, JSON.stringify([anEvent(2)]));
  return syncId;
}

const inputOf = (id: string) => ({ ctx: engine.ctx, input: { id } });
const ofSync = (syncId: string) => ({ ctx: engine.ctx, input: { syncId } });
const replay = (syncId: string) =>
  engine.app.replayRange({
    ctx: engine.ctx,
    input: { syncId, body: { from: "2026-01-01T00:00:00Z", anew: true } },
  });

/** As somebody's who saw it paused already. */
async function remove(syncId: string) {
  await query("UPDATE syncs SET status = 'paused' WHERE id = $1", [syncId]);
  await engine.app.removeSync(inputOf(syncId));
}

const VERBS: Record<string, (syncId: string) => Promise<unknown>> = {
  "a publish": (id) => engine.app.publishSync(inputOf(id)),
  "a pause": (id) => engine.app.pauseSync(inputOf(id)),
  "a run that is asked for": (id) => engine.app.startRun(ofSync(id)),
  "a replay that delivers anew": replay,
  "a removal": remove,
};

it.each(Object.keys(VERBS))(
  "lets a chunk's commit and %s take turns",
  async (name) => {
    const syncId = await aSyncBeforeAFault();
    await engine.setFault({ kind: "status", status: 503 });
    await meetCommit(
      () => engine.app.runChunk(syncId),
      async () => VERBS[name]?.(syncId),
    );
  },
);

it("opens no replay of a sync that came to send elsewhere meanwhile", async () => {
  const syncId = await aSyncBeforeAFault();
  const other = await engine.aLiveSync();
  const destination = { connection: other.segment.id, action: "segment.track" };
  await engine.app.updateSync({
    ctx: engine.ctx,
    input: { id: syncId, patch: { destination } },
  });
  const blocker = await engine.app.database().pool.connect();
  await blocker.query("BEGIN");
  await blocker.query(
    "SELECT 1 FROM data.cursor WHERE sync_id = $1 FOR UPDATE",
    [syncId],
  );
  const published = engine.app.publishSync(inputOf(syncId));
  await untilWaiting(1);
  const refused = expect(replay(syncId)).rejects.toThrow("published or paused");
  await untilWaiting(2);
  await blocker.query("COMMIT");
  blocker.release();
  await Promise.all([published, refused]);
});

it("lets a replay's commit and a removal take turns", async () => {
  // So many that its first chunk is not its last, which locks the sync early.
  const syncId = await aSyncBeforeAFault(2_000);
  const run = await replay(syncId);
  await engine.setFault({ kind: "status", status: 503 });
  await meetCommit(
    () => engine.app.runReplayChunk(run.id),
    () => remove(syncId),
  );
});
