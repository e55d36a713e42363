import pg from "pg";
import { APPEND, appendValues } from "./events";

const BATCH = 1_000;
const CONNECTIONS = 2;

/** Puts events into a connection's inbox without the app, so that a bench finds them there. */
export async function fillInbox(
  databaseUrl: string,
  connectionId: string,
  count: number,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  let next = 0;
  const fill = async () => {
    while (next < count) {
      const from = next;
      next += BATCH;
      const values = appendValues(
        connectionId,
        from,
        Math.min(BATCH, count - from),
      );
      await pool.query(APPEND, values);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, fill));
  // As autovacuum would have by the time that a backlog is this long.
  await pool.query("VACUUM ANALYZE data.inbox");
  await pool.end();
}
