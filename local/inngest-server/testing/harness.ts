import { createServer } from "node:http";
import { Inngest } from "inngest";
import type { InngestFunction } from "inngest";
import { serve } from "inngest/node";
import pg from "pg";
import { findFreePort } from "../../ports";
import { createTestDatabase } from "../../../tests/setup/test-database";
import { createInngestServer } from "../server";
import type { InngestServer, InngestServerOptions } from "../server";

export const EVENT_KEY = "test-event-key";
export const SIGNING_KEY = "signkey-prod-7468697320697320612074657374206b6579";

export type App = { url: string; close(): Promise<void> };
export type Harness = {
  client: Inngest;
  server: InngestServer;
  databaseUrl: string;
  query<Row extends pg.QueryResultRow>(
    sql: string,
    values?: unknown[],
  ): Promise<Row[]>;
  api(
    path: string,
    method?: string,
  ): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};

/** A server, an app that the real SDK serves in cloud mode, and a database of their own. */
export async function startHarness(
  functionsOf: (client: Inngest) => InngestFunction.Any[],
  options: Partial<InngestServerOptions> = {},
): Promise<Harness> {
  const database = await createTestDatabase();
  const port = await findFreePort();
  const appPort = await findFreePort();
  const client = createClient(`http://127.0.0.1:${port}`);
  const app = await startApp(client, functionsOf(client), appPort);
  const server = await createInngestServer({
    host: "127.0.0.1",
    port,
    databaseUrl: database.url,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    appUrl: app.url,
    retryDelayMs: () => 20,
    ...options,
  });
  await eventually(() => server.isReady(), "the app to be synced");
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on("error", () => undefined);
  return {
    client,
    server,
    databaseUrl: database.url,
    query: async <Row extends pg.QueryResultRow>(
      sql: string,
      values: unknown[] = [],
    ) => (await pool.query<Row>(sql, values)).rows,
    api: (path, method) => callApi(server.url, path, method),
    async close() {
      await server.close(500);
      await app.close();
      await pool.end();
      await database.drop();
    },
  };
}

export function createClient(baseUrl: string): Inngest {
  return new Inngest({
    id: "shop",
    baseUrl,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    isDev: false,
  });
}

export async function startApp(
  client: Inngest,
  functions: InngestFunction.Any[],
  port: number,
): Promise<App> {
  const handler = serve({ client, functions });
  const app = createServer((message, response) => {
    handler(message, response);
  });
  await new Promise<void>((resolve) => app.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}/api/inngest`,
    async close() {
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

export async function callApi(
  baseUrl: string,
  path: string,
  method = "GET",
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${SIGNING_KEY}` },
  });
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  return { status: response.status, body };
}

/** Waits until the condition holds. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  msMax = 15_000,
): Promise<void> {
  const endMs = Date.now() + msMax;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until all runs have ended and returns them in the order of their start. */
export async function endedRuns(
  harness: Harness,
  count: number,
  slug?: string,
): Promise<{ id: string; slug: string; status: string; output: unknown }[]> {
  const read = () =>
    harness.query<{
      id: string;
      slug: string;
      status: string;
      output: unknown;
    }>(
      `SELECT r.id, f.slug, r.status, r.output FROM inngest_local.runs r
       JOIN inngest_local.functions f ON f.id = r.function_id
       WHERE r.ended_at IS NOT NULL AND ($1::text IS NULL OR f.slug = $1) ORDER BY r.id`,
      [slug ?? null],
    );
  await eventually(
    async () => (await read()).length >= count,
    `${count} ended runs`,
  );
  return read();
}
