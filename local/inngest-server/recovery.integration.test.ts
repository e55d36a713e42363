import { afterEach, expect, test } from "vitest";
import pg from "pg";
import { inject } from "vitest";
import { findFreePort } from "../ports";
import { createTestDatabase } from "../../tests/setup/test-database";
import { nextDueMs } from "./claim";
import { pruneOld } from "./retention";
import { createInngestServer } from "./server";
import {
  createClient,
  endedRuns,
  EVENT_KEY,
  eventually,
  SIGNING_KEY,
  startApp,
  startHarness,
} from "./testing/harness";
import type { Harness } from "./testing/harness";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function harnessWithWork(ms: number): Promise<Harness> {
  const harness = await startHarness((client) => {
    const functions = [
      client.createFunction(
        { id: "work", triggers: [{ event: "t/work" }] },
        async ({ step }) =>
          step.run(
            "work",
            () =>
              new Promise((resolve) => setTimeout(() => resolve("done"), ms)),
          ),
      ),
    ];
    return functions;
  });
  cleanUps.push(() => harness.close());
  return harness;
}

test("an answer that comes while the database is away is stored when it is back", async () => {
  const harness = await harnessWithWork(600);
  await harness.client.send({ name: "t/work" });
  await eventually(
    async () =>
      (
        await harness.query(
          "SELECT 1 FROM inngest_local.jobs WHERE owner IS NOT NULL",
        )
      ).length === 1,
    "the call in flight",
  );
  const allow = await closeDatabase(harness.databaseUrl);
  await eventually(
    async () => (await fetch(`${harness.server.url}/health`)).status === 503,
    "the server to notice",
  );
  await new Promise((resolve) => setTimeout(resolve, 900));
  await allow();
  const [run] = await endedRuns(harness, 1, "shop-work");
  expect(run).toMatchObject({ status: "Completed", output: "done" });
  await eventually(
    async () => (await fetch(`${harness.server.url}/health`)).status === 200,
    "the server to recover",
  );
  await harness.client.send({ name: "t/work" });
  expect(await endedRuns(harness, 2, "shop-work")).toHaveLength(2);
});

test("a lease that ran out is taken up again, and the late answer of the first call is dropped", async () => {
  const harness = await harnessWithWork(500);
  await harness.client.send({ name: "t/work" });
  await eventually(
    async () =>
      (
        await harness.query(
          "UPDATE inngest_local.jobs SET owner = 'dead', lease_until = now() WHERE owner IS NOT NULL RETURNING id",
        )
      ).length === 1,
    "the call in flight",
  );
  const [run] = await endedRuns(harness, 1, "shop-work");
  expect(run).toMatchObject({ status: "Completed", output: "done" });
  const steps = await harness.query("SELECT 1 FROM inngest_local.steps");
  expect(steps).toHaveLength(1);
});

test("an app that starts late costs no attempts", async () => {
  const database = await createTestDatabase();
  cleanUps.push(() => database.drop());
  const port = await findFreePort();
  const appPort = await findFreePort();
  const client = createClient(`http://127.0.0.1:${port}`);
  const work = client.createFunction(
    { id: "work", retries: 0, triggers: [{ event: "t/work" }] },
    () => "done",
  );
  let app = await startApp(client, [work], appPort);
  cleanUps.push(() => app.close());
  const server = await createInngestServer({
    host: "127.0.0.1",
    port,
    databaseUrl: database.url,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    appUrl: app.url,
  });
  cleanUps.push(() => server.close(0));
  await eventually(() => server.isReady(), "the first sync");
  await app.close();
  const { ids } = await client.send({ name: "t/work" });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  app = await startApp(client, [work], appPort);
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  cleanUps.push(() => pool.end());
  await eventually(async () => {
    const { rows } = await pool.query(
      "SELECT 1 FROM inngest_local.runs WHERE event_id = $1 AND status = 'Completed'",
      [ids[0]],
    );
    return rows.length === 1;
  }, "the run");
});

test("a call whose process dies is made again soon, not only after the usual wait", async () => {
  const database = await createTestDatabase();
  cleanUps.push(() => database.drop());
  const port = await findFreePort();
  const client = createClient(`http://127.0.0.1:${port}`);
  let calls = 0;
  const die = client.createFunction(
    { id: "die", triggers: [{ event: "t/die" }] },
    () => {
      calls += 1;
      if (calls === 1) return app.close().then(() => new Promise(() => null));
      return "done";
    },
  );
  const appPort = await findFreePort();
  let app = await startApp(client, [die], appPort);
  cleanUps.push(() => app.close());
  const server = await createInngestServer({
    ...{ host: "127.0.0.1", port, databaseUrl: database.url },
    ...{ eventKey: EVENT_KEY, signingKey: SIGNING_KEY, appUrl: app.url },
    retryDelayMs: () => 600_000,
  });
  cleanUps.push(() => server.close(0));
  await eventually(() => server.isReady(), "the first sync");
  await client.send({ name: "t/die" });
  await eventually(() => calls === 1, "the call that dies");
  await new Promise((resolve) => setTimeout(resolve, 300));
  app = await startApp(client, [die], appPort);
  await eventually(() => calls === 2, "the call after it");
});

test("of two servers on one database only one is live, and the other takes over", async () => {
  const harness = await harnessWithWork(1);
  const second = await createInngestServer({
    host: "127.0.0.1",
    port: 0,
    databaseUrl: harness.databaseUrl,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    appUrl: "http://127.0.0.1:1/api/inngest",
  });
  cleanUps.push(() => second.close(0));
  const health = async () => (await fetch(`${second.url}/health`)).status;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await health()).toBe(503);
  await harness.server.close(0);
  await eventually(async () => (await health()) === 200, "the take-over");
});

test("a job that came due between two looks is not left for a later one", async () => {
  const harness = await harnessWithWork(1);
  await harness.client.send({ name: "t/work" });
  await endedRuns(harness, 1);
  await harness.server.close(0);
  await harness.query(
    `INSERT INTO inngest_local.runs (id, function_id, event_id, event, concurrency_keys)
     SELECT 'due', id, 'x', '{"name":"x"}', '{}' FROM inngest_local.functions`,
  );
  await harness.query(
    `INSERT INTO inngest_local.jobs (id, run_id, function_id, key, kind, attempts_max, concurrency_keys)
     SELECT 'due', 'due', id, 'start', 'discovery', 1, '{}' FROM inngest_local.functions`,
  );
  const pool = new pg.Pool({ connectionString: harness.databaseUrl, max: 1 });
  cleanUps.push(() => pool.end());
  expect(await nextDueMs(pool)).toBeLessThanOrEqual(0);
});

test("ended runs, their steps and old events are pruned, open runs are not", async () => {
  const harness = await harnessWithWork(1);
  await harness.client.send({ name: "t/work" });
  await endedRuns(harness, 1);
  await harness.query(
    "UPDATE inngest_local.runs SET ended_at = now() - interval '3 days'",
  );
  await harness.query(
    "UPDATE inngest_local.events SET received_at = now() - interval '3 days'",
  );
  await harness.query(
    `INSERT INTO inngest_local.runs (id, function_id, event_id, event, concurrency_keys, started_at)
     SELECT 'open', id, 'x', '{"name":"x"}', '{}', now() - interval '9 days' FROM inngest_local.functions`,
  );
  const pool = new pg.Pool({ connectionString: harness.databaseUrl, max: 1 });
  cleanUps.push(() => pool.end());
  await pruneOld(pool);
  const runs = await harness.query<{ id: string }>(
    "SELECT id FROM inngest_local.runs",
  );
  expect(runs).toEqual([{ id: "open" }]);
  expect(await harness.query("SELECT 1 FROM inngest_local.steps")).toEqual([]);
  expect(await harness.query("SELECT 1 FROM inngest_local.events")).toEqual([]);
});

/** Ends all connections to a database and lets no new ones in. Returns what opens it again. */
async function closeDatabase(
  databaseUrl: string,
): Promise<() => Promise<void>> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
    [name],
  );
  return async () => {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await admin.end();
  };
}
