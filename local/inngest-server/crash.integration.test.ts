import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { findFreePort } from "../ports";
import { createTestDatabase } from "../../tests/setup/test-database";
import {
  callApi,
  createClient,
  EVENT_KEY,
  eventually,
  SIGNING_KEY,
  startApp,
} from "./testing/harness";

const RUNS = 400;
const STEPS = 5;
const STEADY_STEPS = 8;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test("a server killed twice in the middle of 400 runs loses no run and no step result", async () => {
  const { child, client, pool } = await setUp();
  const events = Array.from({ length: RUNS }, (_, index) => ({
    name: "t/work",
    data: { index },
  }));
  await client.send(events);
  for (const share of [0.1, 0.4]) {
    await eventually(
      async () => (await countSteps(pool)) > share * RUNS * STEPS,
      "some steps",
      40_000,
    );
    expect(await countEnded(pool)).toBeLessThan(RUNS);
    child.kill();
    await child.start();
  }
  await eventually(
    async () => (await countEnded(pool)) === RUNS,
    "all runs",
    40_000,
  );

  const { rows } = await pool.query<{ status: string; output: unknown }>(
    "SELECT status, output FROM inngest_local.runs",
  );
  expect(rows).toHaveLength(RUNS);
  expect(new Set(rows.map(({ status }) => status))).toEqual(
    new Set(["Completed"]),
  );
  const outputs = rows.map(({ output }) => JSON.stringify(output)).sort();
  const expected = events
    .map(({ data }) => JSON.stringify(valuesOf(data.index)))
    .sort();
  expect(outputs).toEqual(expected);
  expect(await countSteps(pool)).toBe(RUNS * STEPS);
  const left = await pool.query("SELECT 1 FROM inngest_local.jobs");
  expect(left.rowCount).toBe(0);
}, 120_000);

test("a server that is asked to stop gives back its leases and exits with 0", async () => {
  const { child, client, pool } = await setUp();
  await client.send({ name: "t/slow" });
  await eventually(
    async () => (await countLeases(pool)) === 1,
    "the call in flight",
  );
  const stoppedAtMs = Date.now();
  expect(await child.stop()).toBe(0);
  expect(Date.now() - stoppedAtMs).toBeLessThan(4_500);
  expect(await countLeases(pool)).toBe(0);
  await child.start();
  await eventually(async () => (await countLeases(pool)) === 1, "a new call");
});

test("a server that is asked to stop in the middle of a call keeps every step that ran", async () => {
  const { child, client, pool, ran } = await setUp();
  await client.send({ name: "t/steady" });
  await eventually(() => ran.length === 3, "some steps");
  expect(await child.stop()).toBe(0);
  await child.start();
  await eventually(async () => (await countEnded(pool)) === 1, "the run");
  expect(ran).toEqual(Array.from({ length: STEADY_STEPS }, (_, n) => n));
});

async function setUp() {
  const database = await createTestDatabase();
  cleanUps.push(() => database.drop());
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const client = createClient(url);
  const ran: number[] = [];
  const functions = [
    client.createFunction(
      { id: "work", triggers: [{ event: "t/work" }] },
      async ({ step, event }) => {
        const values: unknown[] = [];
        for (let index = 0; index < STEPS; index += 1) {
          values.push(
            await step.run(`s${index}`, () => `${event.data.index}-${index}`),
          );
        }
        return values;
      },
    ),
    client.createFunction(
      { id: "steady", triggers: [{ event: "t/steady" }] },
      async ({ step }) => {
        for (let index = 0; index < STEADY_STEPS; index += 1) {
          await step.run(`s${index}`, async () => {
            ran.push(index);
            await new Promise((resolve) => setTimeout(resolve, 150));
          });
        }
      },
    ),
    client.createFunction(
      { id: "slow", triggers: [{ event: "t/slow" }] },
      () => new Promise((resolve) => setTimeout(resolve, 10_000)),
    ),
  ];
  const app = await startApp(client, functions, await findFreePort());
  cleanUps.push(() => app.close());
  const child = createChild(url, port, database.url, app.url);
  cleanUps.push(async () => child.kill());
  await child.start();
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on("error", () => undefined);
  cleanUps.push(() => pool.end());
  return { child, client, pool, ran };
}

/** The server as a process of its own, as it runs in earnest. */
function createChild(
  url: string,
  port: number,
  databaseUrl: string,
  appUrl: string,
) {
  let current: ChildProcess | undefined;
  const main = join(import.meta.dirname, "main.ts");
  return {
    async start() {
      current = spawn(process.execPath, ["--import", "tsx", main, "ignored"], {
        stdio: "ignore",
        env: {
          ...process.env,
          INNGEST_SERVER_PORT: String(port),
          INNGEST_SERVER_DATABASE_URL: databaseUrl,
          INNGEST_SERVER_EVENT_KEY: EVENT_KEY,
          INNGEST_SERVER_SIGNING_KEY: SIGNING_KEY,
          INNGEST_SERVER_APP_URL: appUrl,
        },
      });
      await eventually(async () => {
        const answer = await callApi(url, "/ready").catch(() => null);
        return answer?.status === 200;
      }, "the server");
    },
    kill: () => current?.kill("SIGKILL"),
    async stop() {
      const ended = new Promise<number | null>((resolve) => {
        current?.once("exit", resolve);
      });
      current?.kill("SIGTERM");
      current?.kill("SIGTERM");
      return ended;
    },
  };
}

function valuesOf(index: number): string[] {
  return Array.from({ length: STEPS }, (_, step) => `${index}-${step}`);
}

async function countOf(pool: pg.Pool, sql: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM inngest_local.${sql}`,
  );
  return rows[0]?.n ?? 0;
}

const countSteps = (pool: pg.Pool) => countOf(pool, "steps");
const countEnded = (pool: pg.Pool) =>
  countOf(pool, "runs WHERE ended_at IS NOT NULL");
const countLeases = (pool: pg.Pool) =>
  countOf(pool, "jobs WHERE owner IS NOT NULL");
