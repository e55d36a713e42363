import pg from "pg";
import { startPostgres, type EmbeddedPostgres } from "./postgres";

const NAME = "sluice";

export type LocalDatabase = { url: string; server: EmbeddedPostgres };

/** Starts embedded PostgreSQL and makes sure that our database is there. */
export async function startDatabase(
  dataDir: string,
  port: number,
  onLog: (line: string) => void,
): Promise<LocalDatabase> {
  const server = await startPostgres({ dataDir, port, onLog });
  const client = new pg.Client({ connectionString: server.url("postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      "SELECT 1 FROM pg_database WHERE datname = $1",
      [NAME],
    );
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
  return { url: server.url(NAME), server };
}
