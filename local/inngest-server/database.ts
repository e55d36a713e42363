import pg from "pg";

export type Database = pg.Pool;
export type Transaction = pg.PoolClient;

const CONNECTIONS_MAX = 8;
const CONNECT_TIMEOUT_MS = 3_000;
const TRIES_MAX = 6;
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

export function createDatabase(databaseUrl: string): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "inngest-server",
    keepAlive: true,
  });
  // An idle connection that breaks is replaced by the pool; its next user meets the error.
  pool.on("error", () => undefined);
  return pool;
}

/** Runs the work in one transaction, again from its start after a deadlock. Errors roll back and go on to the caller. */
export async function transaction<Result>(
  database: Database,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(database, work);
    } catch (error) {
      const code = sqlState(error);
      const mayPass = code === DEADLOCK || code === SERIALIZATION_FAILURE;
      if (!mayPass || tries === TRIES_MAX) throw error;
    }
  }
}

/** True when the database could not be reached or is going down: the same work may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  const code = sqlState(error);
  if (code === null) return error instanceof Error && isConnectionFault(error);
  // 55000: a database that takes no connections at this moment.
  return /^(08|53|57|58|55000)/.test(code);
}

async function attempt<Result>(
  database: Database,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await database.connect();
  let fault: Error | undefined;
  // Without a listener a connection that breaks between two queries would end the process.
  const onError = (error: Error) => (fault = error);
  client.on("error", onError);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollback: unknown) => {
      fault =
        rollback instanceof Error ? rollback : new Error("rollback failed");
    });
    throw error;
  } finally {
    client.off("error", onError);
    client.release(fault);
  }
}

function isConnectionFault(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  if (/^E(CONN|PIPE|TIMEDOUT|AI_AGAIN|HOST|NET)/.test(code)) return true;
  return /connection|terminat|timeout|not queryable/i.test(error.message);
}

function sqlState(error: unknown): string | null {
  const isFromServer = error instanceof pg.DatabaseError;
  return isFromServer ? (error.code ?? null) : null;
}
