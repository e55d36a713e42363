import pg from "pg";

const LOCK_KEY = 4_711_629;

/**
 * Runs what prepares a database while nobody else does: starters that come at once
 * go one after the other. The lock is its connection's, so a killed one leaves none.
 */
export async function withSetupLock<Result>(
  databaseUrl: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "sluice-setup",
    keepAlive: true,
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}
