import { database } from "../db";
import { env } from "../env";

const TIMEOUT_MS = 2_000;
/** The worker beats each second; after this long it is taken for dead. */
const HEARTBEAT_SECONDS_MAX = 10;
const HEARTBEAT_KEY = "worker_heartbeat";

type Check = "ok" | "failing";
export type Health = { database: Check; inngest: Check; worker: Check };

export async function checkHealth(): Promise<Health> {
  const [databaseCheck, inngestCheck, workerCheck] = await Promise.all([
    holds(async () => (await database().pool.query("SELECT 1")).rowCount === 1),
    holds(inngestAnswers),
    holds(workerBeats),
  ]);
  return {
    database: databaseCheck,
    inngest: inngestCheck,
    worker: workerCheck,
  };
}

/** Called by the worker each second. */
export async function beat(): Promise<void> {
  await database().pool.query(
    `INSERT INTO installation (key, value, updated_at) VALUES ($1, '', now())
     ON CONFLICT (key) DO UPDATE SET updated_at = now()`,
    [HEARTBEAT_KEY],
  );
}

async function workerBeats(): Promise<boolean> {
  const { rowCount } = await database().pool.query(
    "SELECT 1 FROM installation WHERE key = $1 AND updated_at > now() - $2 * interval '1 second'",
    [HEARTBEAT_KEY, HEARTBEAT_SECONDS_MAX],
  );
  return rowCount === 1;
}

/** Inngest Cloud has no health route of ours to ask; a server of one's own has. */
async function inngestAnswers(): Promise<boolean> {
  const { INNGEST_BASE_URL } = env();
  if (INNGEST_BASE_URL === undefined) return true;
  const response = await fetch(new URL("/health", INNGEST_BASE_URL), {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return response.ok;
}

async function holds(check: () => Promise<boolean>): Promise<Check> {
  const late = new Promise<boolean>((resolve) =>
    setTimeout(() => resolve(false), TIMEOUT_MS).unref(),
  );
  try {
    return (await Promise.race([check(), late])) ? "ok" : "failing";
  } catch {
    return "failing";
  }
}
