import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { RunLogLineDto } from "../lib/services/run/schemas";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;
let log: Awaited<ReturnType<typeof loadLog>>;

async function loadLog() {
  return {
    ...(await import("../lib/services/run/log")),
    ...(await import("../lib/services/run/follow-log")),
    ...(await import("../lib/services/run/log-chunk")),
  };
}

beforeAll(async () => {
  engine = await startEngine();
  log = await loadLog();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

async function runOf(syncId: string): Promise<string> {
  const { id } = await engine.app.database().prisma.run.findFirstOrThrow({
    where: { syncId },
    orderBy: { number: "desc" },
  });
  return id;
}

async function linesOf(runId: string, input: object = {}) {
  const given = log.ReadLogInput.parse({ runId, ...input });
  const { data } = await log.readRunLog({ ctx: engine.ctx, input: given });
  return data;
}

const kindsOf = (lines: RunLogLineDto[]) => lines.map(({ kind }) => kind);

it("tells what happened to a run, in the order in which it was committed", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await engine.ingest(key, JSON.stringify([anEvent(1), anEvent(2)]));
  await engine.work(syncId);
  await engine.setFault({ kind: "status", status: 503, rate: 1 });
  await engine.ingest(key, JSON.stringify([anEvent(3)]));
  await engine.work(syncId);
  await engine.reset();
  await engine.passTime(60);
  await engine.work(syncId);
  await engine.app.pauseSync({ ctx: engine.ctx, input: { id: syncId } });
  const lines = await linesOf(await runOf(syncId));
  expect(lines.map(({ id }) => id)).toEqual(lines.map((_, index) => index + 1));
  expect(kindsOf(lines)).toEqual([
    ...["opened", "chunk", "chunk", "fault", "waiting"],
    ...["chunk", "well", "paused", "stopped", "closed"],
  ]);
  expect(lines[1]?.message).toMatch(
    /^Chunk 1: 2 read, 2 delivered; 1 request in \d+ ms\.$/,
  );
  expect(lines[3]).toMatchObject({ level: "warn", fields: { pending: 1 } });
  expect(lines.at(-1)?.message).toBe(
    "Run ended, succeeded: 3 read, 3 delivered.",
  );
});

it("says how a batch was halved and what was rejected, and nothing that a record holds", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await engine.setFault({ kind: "status", status: 400, count: 3, rate: 1 });
  await engine.ingest(
    key,
    JSON.stringify([anEvent(11), anEvent(12), anEvent(13), anEvent(14)]),
  );
  await engine.work(syncId);
  const runId = await runOf(syncId);
  const lines = await linesOf(runId, { level: "warn" });
  expect(kindsOf(lines)).toEqual(["chunk", "bisected", "rejected"]);
  expect(lines[2]?.message).toBe(
    "1 record rejected by the destination (HTTP 400), now dead letters.",
  );
  const text = await log.readRunLogText({
    ctx: engine.ctx,
    input: { runId, level: "info" },
  });
  expect(text).toMatch(/ INFO {2}opened .*\n/);
  for (const secret of ["acme.io", "Pro", "k".repeat(32)])
    expect(text).not.toContain(secret);
});

it("tells every open run of a connection when its breaker moves, and waits for none", async () => {
  const { syncId, key, segment } = await engine.aLiveSync();
  await engine.ingest(key, JSON.stringify([anEvent(21)]));
  await engine.work(syncId);
  const runId = await runOf(syncId);
  const { pool } = engine.app.database();
  const other = await pool.connect();
  await pool.query(
    "INSERT INTO data.flow (connection_id, state, last_status) VALUES ($1, 'open', 503) ON CONFLICT (connection_id) DO UPDATE SET state = 'open', last_status = 503",
    [segment.id],
  );
  // A chunk of another sync is about to commit, and holds its run.
  await other.query("BEGIN");
  await other.query("SELECT 1 FROM runs WHERE id = $1 FOR UPDATE", [runId]);
  const moved = pool.query(
    "UPDATE data.flow SET state = 'half_open' WHERE connection_id = $1",
    [segment.id],
  );
  await moved;
  await other.query("COMMIT");
  other.release();
  await pool.query(
    "UPDATE data.flow SET state = 'closed' WHERE connection_id = $1",
    [segment.id],
  );
  const states = (await linesOf(runId))
    .filter(({ kind }) => kind === "breaker")
    .map(({ fields }) => fields.state);
  expect(states).toEqual(["open", "closed"]);
  const { rows } = await pool.query<{ state: string }>(
    "SELECT state FROM data.connection_event WHERE connection_id = $1 ORDER BY id",
    [segment.id],
  );
  expect(rows.map(({ state }) => state)).toEqual(["open", "closed"]);
});

it("keeps the newest 10,000 lines of a run, and pages through them", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await engine.ingest(key, JSON.stringify([anEvent(31)]));
  await engine.work(syncId);
  const runId = await runOf(syncId);
  const { pool } = engine.app.database();
  const many = (count: number) =>
    log.logRun(
      pool,
      runId,
      Array.from({ length: count }, (_, n) => ({
        ...{ level: "info" as const, kind: "note", fields: { n } },
      })),
    );
  await many(9_990);
  await many(100);
  const { rows } = await pool.query<{ count: number; first: number }>(
    "SELECT count(*)::int AS count, min(id)::int AS first FROM data.run_log WHERE run_id = $1",
    [runId],
  );
  expect(rows[0]?.count).toBe(10_000);
  const input = log.ReadLogInput.parse({ runId, limit: 3 });
  const page = await log.readRunLog({ ctx: engine.ctx, input });
  expect(page.data.map(({ id }) => id)).toEqual(
    [0, 1, 2].map((n) => n + (rows[0]?.first ?? 0)),
  );
  const [next] = await linesOf(runId, { cursor: page.nextCursor });
  expect(next?.id).toBe((page.data[2]?.id ?? 0) + 1);
});

it("numbers lines in the order of commits when many write at once", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await engine.ingest(key, JSON.stringify([anEvent(41)]));
  await engine.work(syncId);
  const runId = await runOf(syncId);
  const { pool } = engine.app.database();
  const before = (await linesOf(runId)).length;
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      log.logRun(pool, runId, [{ level: "info", kind: "note", fields: { n } }]),
    ),
  );
  const ids = (await linesOf(runId)).map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: before + 20 }, (_, n) => n + 1));
});

async function collect(runId: string, after: number | null) {
  const follow = await log.followRunLog({
    ctx: engine.ctx,
    input: { runId, after },
  });
  const lines: RunLogLineDto[] = [];
  let end: (isFinished: boolean) => void = () => undefined;
  const ended = new Promise<boolean>((resolve) => (end = resolve));
  const stop = follow({
    onLines: (more) => {
      lines.push(...more);
      return true;
    },
    onEnd: end,
  });
  return { lines, ended, stop };
}

it("lets many follow with one reader, from where each left off, until the run ends", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await engine.ingest(key, JSON.stringify([anEvent(51)]));
  await engine.work(syncId);
  const runId = await runOf(syncId);
  const queries: string[] = [];
  const { pool } = engine.app.database();
  const whole = await collect(runId, null);
  const rest = await Promise.all(
    Array.from({ length: 10 }, () => collect(runId, 1)),
  );
  const query = pool.query.bind(pool) as (...given: unknown[]) => unknown;
  Object.assign(pool, {
    query: (...given: unknown[]) => {
      if (String(given[0]).includes("data.run_log")) queries.push("poll");
      return query(...given);
    },
  });
  expect(log.openLogStreams()).toBe(11);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  Object.assign(pool, { query });
  expect(queries.length).toBeLessThanOrEqual(4);
  await engine.app.pauseSync({ ctx: engine.ctx, input: { id: syncId } });
  expect(await whole.ended).toBe(true);
  await Promise.all(rest.map(({ ended }) => ended));
  expect(kindsOf(whole.lines)).toEqual([
    ...["opened", "chunk", "paused", "stopped", "closed"],
  ]);
  for (const { lines } of rest)
    expect(lines.map(({ id }) => id)).toEqual([2, 3, 4, 5]);
  expect(log.openLogStreams()).toBe(0);
});

it("lets only so many follow in one process", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await engine.ingest(key, JSON.stringify([anEvent(61)]));
  await engine.work(syncId);
  const runId = await runOf(syncId);
  const open = await Promise.all(
    Array.from({ length: 200 }, () => collect(runId, null)),
  );
  await expect(collect(runId, null)).rejects.toThrow("Too many logs");
  for (const { stop } of open) stop();
  expect(log.openLogStreams()).toBe(0);
  const { stop } = await collect(runId, null);
  stop();
});
