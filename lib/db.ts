import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "./env";
import { PrismaClient } from "./generated/prisma/client";
import { withSpan } from "./tracing";

const POOL_CONNECTIONS_MAX = 12;
const STATEMENT_TIMEOUT_MS = 30_000;

type Database = { prisma: PrismaClient; pool: pg.Pool };

// Next's dev server loads modules anew at each change: one pool must outlive that.
const globalStore = globalThis as typeof globalThis & {
  sluiceDatabase?: Database;
};

/** The control plane's client and the data plane's pool, over the same connections. */
export function database(): Database {
  globalStore.sluiceDatabase ??= openDatabase(env().DATABASE_URL);
  return globalStore.sluiceDatabase;
}

/** Opens a database apart from this process's own, for tests and tools. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_CONNECTIONS_MAX,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: 10_000,
    application_name: "sluice",
  });
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

/** Runs `work` in one transaction of the data plane. */
export async function inTransaction<T>(
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withSpan("transaction", () => commit(work));
}

async function commit<T>(
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database().pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // A connection that can't even roll back must not go back to the pool.
    const broken = await client.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    client.release(broken);
    throw error;
  }
}
