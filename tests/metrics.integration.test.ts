import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { anEvent, startEngine, type Engine } from "./setup/engine";
import { startIngestServer, type IngestServer } from "./setup/ingest-server";

const ROOT = join(import.meta.dirname, "..");
const KEY = "the key of the workspace that is scraped";
const FOREIGN_KEY = "the key of another workspace there is";

let engine: Engine;
let server: IngestServer;
let app: Awaited<ReturnType<typeof loadMetrics>>;
let sync: Awaited<ReturnType<Engine["aLiveSync"]>>;

async function loadMetrics() {
  return {
    ...(await import("../lib/services/metrics/process-snapshots")),
    ...(await import("../lib/services/connection/tally-ingest")),
    ...(await import("../lib/services/api-key/api-key-row")),
    ...(await import("../lib/metrics")),
    scrape: (await import("../app/metrics/route")).GET,
  };
}

beforeAll(async () => {
  engine = await startEngine();
  server = await startIngestServer();
  app = await loadMetrics();
  await app.createApiKey({
    ...{ workspaceId: engine.ctx.workspaceId, name: "prometheus" },
    ...{ role: "viewer", text: KEY },
  });
  await engine.app.bootstrap({
    ...{ email: "eve@other.io", password: "a long password" },
    apiKey: FOREIGN_KEY,
  });
  sync = await engine.aLiveSync();
  await post(
    JSON.stringify([anEvent(1), anEvent(2), anEvent(2), { no: "event" }]),
  );
  await engine.work(sync.syncId);
  await post(JSON.stringify([anEvent(3)]));
  await post("no JSON");
  await app.flushIngestTally();
});
afterAll(async () => {
  server.stop();
  await engine.stop();
});

const post = (body: string) =>
  fetch(`${server.origin}/api/ingest/heap/${sync.key}`, {
    ...{ method: "POST", body },
    headers: { "content-type": "application/json" },
  });

/** As the server marks requests; without a key the caller must be local. */
const ask = (headers: Record<string, string>) =>
  app.scrape(new Request("http://localhost:3000/metrics", { headers }));

async function scrape(
  headers: Record<string, string> = { "x-sluice-local": "1" },
) {
  const response = await ask(headers);
  expect(response.status).toBe(200);
  return response.text();
}

/** The value of the sample with these labels. */
function valueOf(text: string, name: string, labels: Record<string, string>) {
  const line = text
    .split("\n")
    .find(
      (one) =>
        one.startsWith(`${name}{`) &&
        Object.entries(labels).every(([key, value]) =>
          one.includes(`${key}="${value}"`),
        ),
    );
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
}

it("is for an API key or this machine, and nobody else", async () => {
  expect((await ask({})).status).toBe(401);
  expect((await ask({ "x-forwarded-for": "127.0.0.1" })).status).toBe(401);
  expect(
    (await ask({ authorization: "Bearer an unknown key, long enough" })).status,
  ).toBe(401);
  expect(await scrape({ authorization: `Bearer ${KEY}` })).toContain(
    sync.syncId,
  );
});

it("shows another workspace's key nothing of ours", async () => {
  const text = await scrape({
    authorization: `Bearer ${FOREIGN_KEY}`,
    "x-sluice-local": "1",
  });
  expect(text).toContain("process_cpu_seconds_total");
  for (const ours of [sync.syncId, sync.segment.id, "sync-1"])
    expect(text).not.toContain(ours);
});

it("counts records, requests and what waits", async () => {
  const text = await scrape();
  const ofSync = { sync: sync.syncId };
  expect(
    valueOf(text, "sluice_sync_records_total", {
      ...ofSync,
      outcome: "delivered",
    }),
  ).toBe(2);
  expect(valueOf(text, "sluice_sync_unread_records", ofSync)).toBe(1);
  expect(valueOf(text, "sluice_sync_pending_records", ofSync)).toBe(0);
  const out = { connection: sync.segment.id, direction: "out" };
  expect(
    valueOf(text, "sluice_connection_requests_total", {
      ...out,
      status: "2xx",
    }),
  ).toBe(1);
  expect(
    valueOf(text, "sluice_connection_records_total", {
      ...out,
      outcome: "delivered",
    }),
  ).toBe(2);
  expect(
    valueOf(text, "sluice_connection_record_delay_seconds_count", {
      connection: sync.segment.id,
    }),
  ).toBe(2);
  expect(
    valueOf(text, "sluice_connection_records_total", {
      direction: "in",
      outcome: "accepted",
    }),
  ).toBe(3);
  expect(
    valueOf(text, "sluice_connection_requests_total", {
      direction: "in",
      status: "4xx",
    }),
  ).toBe(1);
  expect(
    valueOf(text, "sluice_ingest_records_total", { outcome: "duplicate" }),
  ).toBe(1);
  expect(valueOf(text, "sluice_ingest_requests_total", { status: "202" })).toBe(
    2,
  );
  expect(
    valueOf(text, "sluice_dead_letters_open", { code: "malformed", sync: "" }),
  ).toBe(1);
});

it("never counts down, not when runs are forgotten", async () => {
  const { pool } = engine.app.database();
  const totals = async () =>
    (
      await pool.query<object>(
        "SELECT read, delivered FROM data.total WHERE sync_id = $1",
        [sync.syncId],
      )
    ).rows;
  const before = await totals();
  await pool.query("DELETE FROM runs WHERE sync_id = $1", [sync.syncId]);
  expect(await totals()).toEqual(before);
  await engine.work(sync.syncId);
  expect(await totals()).toEqual([{ read: "3", delivered: "3" }]);
});

it("tells what other processes measured, each under its own name", async () => {
  await app.keepSnapshot();
  const { pool } = engine.app.database();
  await pool.query(
    `INSERT INTO data.process_metrics SELECT 'worker-9', 'worker', at, replace(replace(metrics::text, $1, 'worker-9'), '"role":"all"', '"role":"worker"')::json
     FROM data.process_metrics`,
    [app.processName],
  );
  await pool.query(
    "INSERT INTO data.process_metrics SELECT 'gone-1', role, now() - interval '1 minute', replace(metrics::text, $1, 'gone-1')::json FROM data.process_metrics WHERE process = $1",
    [app.processName],
  );
  const text = await scrape();
  const requests = { status: "202" };
  for (const process of [app.processName, "worker-9"])
    expect(
      valueOf(text, "sluice_ingest_requests_total", { ...requests, process }),
    ).toBe(2);
  expect(
    valueOf(text, "sluice_ingest_requests_total", { process: "worker-9" }),
  ).toBe(2);
  expect(text).not.toContain("gone-1");
});

/** Some of what a process measures there is on Linux alone; the page says so. */
async function documented(): Promise<string[]> {
  const text = await readFile(join(ROOT, "docs/metrics.md"), "utf8");
  const rows = text
    .split("\n")
    .filter(
      (row) => process.platform === "linux" || !row.includes("Linux only"),
    );
  return rows.flatMap((row) => /^\| `([a-z0-9_]+)`/.exec(row)?.[1] ?? []);
}

it("exposes what is documented, and documents what is exposed", async () => {
  const exposed = [...(await scrape()).matchAll(/^# TYPE (\S+)/gm)].map(
    ([, name]) => name,
  );
  expect([...exposed].sort()).toEqual([...(await documented())].sort());
});

const Dashboard = z.object({
  panels: z.array(
    z.object({
      title: z.string(),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
});

it("has a dashboard and alert rules that ask only for documented metrics", async () => {
  const names = new Set(await documented());
  const json: unknown = JSON.parse(
    await readFile(join(ROOT, "docs/grafana/sluice.json"), "utf8"),
  );
  const rules = await readFile(join(ROOT, "docs/grafana/alerts.yaml"), "utf8");
  const exprs = [
    ...Dashboard.parse(json).panels.flatMap(({ targets }) =>
      targets.map(({ expr }) => expr),
    ),
    ...[...rules.matchAll(/expr: (.+)/g)].map(([, expr]) => expr ?? ""),
  ];
  expect(exprs.length).toBeGreaterThan(15);
  for (const expr of exprs) {
    const asked = expr.match(/\b(sluice|process|nodejs)_[a-z0-9_]+/g) ?? [];
    expect(asked, expr).not.toEqual([]);
    for (const name of asked)
      expect(names, expr).toContain(name.replace(/_(bucket|sum|count)$/, ""));
  }
});
