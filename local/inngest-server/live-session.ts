import pg from "pg";
import { migrateSchema } from "./schema";

export type LiveSession = { isLive(): boolean; close(): Promise<void> };
type Options = {
  databaseUrl: string;
  /** Called with the lock held and the schema in place, before the server counts as live. */
  onLive: () => Promise<void>;
  onLost: (reason: string) => void;
  onNotification: () => void;
};

const LOCK_KEY = 4_711_628;
const LOCK_RETRY_MS = 200;
const RECONNECT_MS = 500;
const PROBE_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Holds the one connection that makes this process the live server of its database: it
 * carries an advisory lock and the LISTEN. When it breaks, the server is not live until
 * a new one is made and has got the lock.
 */
export function openLiveSession(options: Options): LiveSession {
  const state = { isLive: false, isClosed: false };
  let current: pg.Client | null = null;

  const loop = async () => {
    const isOpen = () => !state.isClosed;
    while (isOpen()) {
      const client = connection(options.databaseUrl);
      current = client;
      const reason = await hold(client, options, state);
      if (state.isLive) options.onLost(reason);
      state.isLive = false;
      await client.end().catch(() => undefined);
      if (isOpen()) await pause(RECONNECT_MS);
    }
  };
  const ended = loop();

  return {
    isLive: () => state.isLive,
    async close() {
      state.isClosed = true;
      await current?.end().catch(() => undefined);
      await ended;
    },
  };
}

/** Resolves with the reason when the connection is gone. */
async function hold(
  client: pg.Client,
  options: Options,
  state: { isLive: boolean; isClosed: boolean },
): Promise<string> {
  const gone = new Promise<string>((resolve) => {
    client.on("error", (error) => resolve(error.message));
    client.on("end", () => resolve("connection ended"));
  });
  let probe: NodeJS.Timeout | undefined;
  try {
    await client.connect();
    await takeLock(client, state);
    await migrateSchema(client);
    client.on("notification", options.onNotification);
    await client.query("LISTEN inngest_local");
    await options.onLive();
    state.isLive = true;
    options.onNotification();
    probe = setInterval(() => {
      client.query("SELECT 1").catch(() => client.end());
    }, PROBE_MS);
    return await gone;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearInterval(probe);
  }
}

function connection(databaseUrl: string): pg.Client {
  return new pg.Client({
    connectionString: databaseUrl,
    application_name: "inngest-server-lock",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: 60_000,
    keepAlive: true,
  });
}

async function takeLock(
  client: pg.Client,
  state: { isClosed: boolean },
): Promise<void> {
  while (!state.isClosed) {
    const { rows } = await client.query<{ ok: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS ok",
      [LOCK_KEY],
    );
    if (rows[0]?.ok === true) return;
    await pause(LOCK_RETRY_MS);
  }
  throw new Error("closed while waiting for the lock");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
