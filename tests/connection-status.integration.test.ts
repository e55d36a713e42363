import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { StatusWindow } from "../lib/services/connection/schemas";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;
let app: Awaited<ReturnType<typeof loadStatus>>;

async function loadStatus() {
  return {
    ...(await import("../lib/services/connection/status")),
    ...(await import("../lib/services/connection/tally-ingest")),
    ...(await import("../lib/services/connection/rollup")),
    ...(await import("../lib/services/prune")),
  };
}

beforeAll(async () => {
  engine = await startEngine();
  app = await loadStatus();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const statusOf = (id: string, window: StatusWindow = "1h", now = new Date()) =>
  app.readConnectionStatus({
    ctx: { ...engine.ctx, now: () => now },
    input: { id, window },
  });

const query = (sql: string, values: unknown[] = []) =>
  engine.app.database().pool.query<Record<string, unknown>>(sql, values);

it("says how a destination does: well, waiting with its errors, and well again", async () => {
  const { syncId, key, segment } = await engine.aLiveSync();
  expect((await statusOf(segment.id)).state.kind).toBe("well");
  await engine.ingest(key, JSON.stringify([anEvent(1), anEvent(2)]));
  await engine.work(syncId);
  await engine.setFault({ kind: "status", status: 503, rate: 1 });
  await engine.ingest(key, JSON.stringify([anEvent(3)]));
  await engine.work(syncId);
  const waiting = await statusOf(segment.id);
  expect(waiting.state).toMatchObject({
    ...{ kind: "waiting", detail: "The destination answered 503." },
  });
  expect(waiting.events[0]).toMatchObject({ kind: "fault", status: 503 });
  expect(waiting.out).toMatchObject({ ok: 1, records: 2 });
  expect(waiting.out.failed).toBeGreaterThanOrEqual(1);
  expect(waiting.out.requests).toBe(waiting.out.ok + waiting.out.failed);
  expect(waiting.out.duration.p95).toBeGreaterThan(0);
  expect(waiting.out.delay.p50).toBeGreaterThan(0);
  expect(waiting.syncs).toMatchObject([
    { id: syncId, role: "destination", waiting: "down" },
  ]);
  expect(waiting.points).toHaveLength(60);
  await engine.reset();
  await engine.passTime(60);
  await engine.work(syncId);
  const well = await statusOf(segment.id);
  expect(well.state.kind).toBe("well");
  expect(well.out.records).toBe(3);
});

it("says that a destination which refuses the key is held", async () => {
  const { syncId, key, segment } = await engine.aLiveSync();
  await engine.setFault({ kind: "status", status: 401, rate: 1 });
  await engine.ingest(key, JSON.stringify([anEvent(11)]));
  await engine.work(syncId);
  expect((await statusOf(segment.id)).state.kind).toBe("held");
});

it("counts what comes to a source, and what was refused there", async () => {
  const { key } = await engine.aLiveSync();
  await engine.ingest(
    key,
    JSON.stringify([anEvent(21), anEvent(21), { no: "event" }]),
  );
  await expect(engine.ingest(key, "{")).rejects.toThrow("malformed");
  await app.flushIngestTally();
  const { id } = await engine.app
    .database()
    .prisma.connection.findFirstOrThrow({ where: { ingestKey: key } });
  const { in: came, limits } = await statusOf(id);
  expect(came).toMatchObject({
    ...{ requests: 2, ok: 1, refused: 1 },
    ...{ records: 1, duplicates: 1, rejected: 1 },
  });
  expect(limits).toEqual([]);
});

it("shows the limit that was met beside what is used, and the breaker", async () => {
  const { segment } = await engine.aLiveSync();
  expect((await statusOf(segment.id)).limits).toMatchObject([
    { name: "requests", perSecond: 1_000, basis: "declared" },
    { name: "events", perSecond: null, basis: null },
  ]);
  await query(
    "INSERT INTO data.bucket (connection_id, limit_name, next_at, rate, ceiling, cut_at, regain_seconds) VALUES ($1, 'events', now(), 500, 500, now() - interval '8 seconds', 8)",
    [segment.id],
  );
  await query(
    "INSERT INTO data.flow (connection_id, state, opened_at, probe_at, last_status, last_error) VALUES ($1, 'open', now(), now() + interval '1 minute', 503, 'The destination answered 503.')",
    [segment.id],
  );
  const status = await statusOf(segment.id);
  expect(status.limits[1]).toMatchObject({ name: "events", basis: "found" });
  expect(status.limits[1]?.perSecond).toBeCloseTo(500, 0);
  expect(status.breaker.state).toBe("open");
  expect(status.state).toMatchObject({ kind: "waiting" });
  expect(status.events[0]).toMatchObject({ kind: "open", status: 503 });
});

it("sums each window from its own rollup, and gives each step its place", async () => {
  const { segment } = await engine.aLiveSync();
  const passage = app.emptyPassage(segment.id, "out");
  app.countRequest(passage, 200, 100);
  app.countRequest(passage, 429, 5);
  passage.records = 7;
  const { pool } = engine.app.database();
  await Promise.all(
    Array.from({ length: 20 }, () => app.addToRollups(pool, [passage])),
  );
  for (const window of ["1h", "24h", "7d"] as const) {
    const { out, points } = await statusOf(segment.id, window);
    expect(out).toMatchObject({ requests: 40, throttled: 20, records: 140 });
    expect(out.duration.p99).toBeGreaterThan(70);
    const sum = points.reduce((all, point) => all + point.out.records, 0);
    expect(sum).toBe(140);
  }
  const later = new Date(Date.now() + 2 * 3_600_000);
  expect((await statusOf(segment.id, "1h", later)).out.requests).toBe(0);
  expect((await statusOf(segment.id, "24h", later)).out.requests).toBe(40);
});

it("prunes what was kept long enough, and nothing else", async () => {
  const { syncId, key, segment } = await engine.aLiveSync();
  await engine.ingest(key, JSON.stringify([anEvent(31)]));
  await engine.work(syncId);
  // Else it is written a second later, perhaps after the pruning.
  await app.flushIngestTally();
  const countOf = async (table: string) =>
    Number(
      (await query(`SELECT count(*) FROM data.${table}`)).rows[0]?.count ?? 0,
    );
  expect(await app.pruneSeen(new Date())).toEqual({ pruned: 0 });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  await app.pruneSeen(inDays(3));
  expect(await countOf("connection_minute")).toBe(0);
  expect(await countOf("connection_hour")).toBeGreaterThan(0);
  expect(await countOf("run_log")).toBeGreaterThan(0);
  await app.pruneSeen(inDays(100));
  for (const table of ["connection_hour", "run_log", "connection_event"])
    expect(await countOf(table), table).toBe(0);
  const total = await query(
    "SELECT records FROM data.connection_total WHERE connection_id = $1",
    [segment.id],
  );
  expect(total.rows).toEqual([{ records: "1" }]);
});
