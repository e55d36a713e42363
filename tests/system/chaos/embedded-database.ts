import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";

const CONNECT_MS_MAX = 2_000;
const Ports = z.object({ postgres: z.number() });

/** Runs one statement on an installation's own PostgreSQL. */
export async function queryEmbedded<Row extends pg.QueryResultRow>(
  dataDir: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const ports: unknown = JSON.parse(
    await readFile(join(dataDir, "ports.json"), "utf8"),
  );
  const password = await readFile(join(dataDir, "postgres-password"), "utf8");
  const client = new pg.Client({
    ...{ host: "127.0.0.1", port: Ports.parse(ports).postgres },
    ...{ user: "postgres", password: password.trim(), database: "sluice" },
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: "chaos",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Cuts some of the database connections; answers how many. */
export async function terminateBackends(
  dataDir: string,
  count: number,
): Promise<number> {
  const rows = await queryEmbedded(
    dataDir,
    `SELECT pg_terminate_backend(pid) FROM (
       SELECT pid FROM pg_stat_activity WHERE datname = 'sluice' AND application_name <> 'chaos' ORDER BY random() LIMIT $1
     ) AS chosen`,
    [count],
  );
  return rows.length;
}
