import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import {
  startPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "./postgres";
import { createRestartBudget } from "./restart-budget";

const NAME = "sluice";
const START_AGAIN_MS = 1_000;

export type LocalDatabase = { url: string; stop(): Promise<void> };

type Options = EmbeddedPostgresOptions & {
  onLog: (line: string) => void;
  /** It started, but ended again and again. */
  onHopeless: () => void;
};

/**
 * Starts embedded PostgreSQL, makes sure that our database is there, and starts
 * it again whenever it ends by itself.
 */
export async function startDatabase(options: Options): Promise<LocalDatabase> {
  const server = await startPostgres(options);
  await createDatabase(server);
  return { url: server.url(NAME), stop: keepRunning(server, options) };
}

/** Answers what stops it for good. */
function keepRunning(
  first: EmbeddedPostgres,
  options: Options,
): () => Promise<void> {
  let isStopping = false;
  let current = Promise.resolve(first);
  const budget = createRestartBudget();
  const watch = (server: EmbeddedPostgres) => {
    void server.exited.then(() => {
      if (isStopping) return;
      if (budget.isSpent()) {
        options.onHopeless();
        return;
      }
      options.onLog("PostgreSQL ended; starting it again.");
      current = startPatiently(options, () => isStopping);
      current.then(watch, () => undefined);
    });
  };
  watch(first);
  return async () => {
    isStopping = true;
    // One that can't be started is not there to be stopped.
    const server = await current.catch(() => null);
    await server?.stop();
  };
}

/**
 * It ran before, so what keeps it from starting (a full disk, mostly) can go away
 * again: tries until it does, or until it is to stop.
 */
async function startPatiently(
  options: Options,
  isStopping: () => boolean,
): Promise<EmbeddedPostgres> {
  for (;;) {
    try {
      return await startPostgres(options);
    } catch (error) {
      if (isStopping()) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      options.onLog(`PostgreSQL can't start yet, trying on: ${reason}`);
      await sleep(START_AGAIN_MS);
      if (isStopping()) throw error;
    }
  }
}

async function createDatabase(server: EmbeddedPostgres): Promise<void> {
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
}
