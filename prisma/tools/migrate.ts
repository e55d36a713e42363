import pg from "pg";
import { openSchemaEngine } from "./schema-engine";
import { withSetupLock } from "./setup-lock";

/** Applies all migrations that the database has not had yet; of several starters at once, one does. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  return withSetupLock(databaseUrl, async () => {
    const engine = await openSchemaEngine(databaseUrl);
    try {
      return await engine.applyMigrations();
    } finally {
      await engine.close();
    }
  });
}

/** Throws one clear sentence when the database can't be reached. */
export async function requireReachable(databaseUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const why =
      error instanceof Error && error.message !== ""
        ? error.message
        : String(error);
    throw new Error(`DATABASE_URL can't be reached: ${why}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}
