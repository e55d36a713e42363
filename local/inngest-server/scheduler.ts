import type { Logger } from "pino";
import type { Catalog } from "./catalog";
import { claimJobs, nextDueMs, releaseLeases, renewLeases } from "./claim";
import type { Job } from "./claim";
import { fireCrons } from "./crons";
import { transaction } from "./database";
import type { Database } from "./database";

export type Scheduler = {
  /** Looks for due work now; called after each commit that may have added some. */
  wake(): void;
  /** Claims no calls for a moment, as long as nobody listens at the app's address. */
  holdCalls(ms: number): void;
  /** Stops claiming, gives calls in flight some time, then gives back their leases. */
  stop(graceMs: number): Promise<void>;
};
type Options = {
  database: Database;
  catalog: Catalog;
  life: string;
  inFlightMax: number;
  isLive: () => boolean;
  run: (job: Job, stop: AbortSignal) => Promise<void>;
  log: Logger;
};

const HEARTBEAT_MS = 3_000;
// Only for what no notification can tell, such as a lease that ran out.
const LOOK_MS_MAX = 5_000;
const TROUBLE_MS = 500;
// Busy times look for work many times a second, but crons come by the minute.
const CRON_CHECK_MS = 250;

/** Runs due jobs, woken by notifications and by one timer for what comes due next. */
export function createScheduler(options: Options): Scheduler {
  const { database, life, isLive, log } = options;
  const inFlight = new Map<string, Job>();
  const running = new Set<Promise<void>>();
  const abort = new AbortController();
  const state = { isStopped: false, isLooking: false, isWoken: false };
  let timer: NodeJS.Timeout | undefined;
  // Of the monotonic clock: the other one may be set back while something is held.
  let heldUntilMs = 0;
  let cronsCheckedMs = -Infinity;

  const start = (job: Job) => {
    inFlight.set(job.id, job);
    const run = options
      .run(job, abort.signal)
      .catch((error: unknown) => {
        log.error({ jobId: job.id, problem: String(error) }, "job broke off");
      })
      .finally(() => {
        inFlight.delete(job.id);
        running.delete(run);
        wake();
      });
    running.add(run);
  };

  /** Returns how long to wait before the next look. */
  const look = async (): Promise<number> => {
    if (performance.now() >= cronsCheckedMs + CRON_CHECK_MS) {
      await transaction(database, (tx) => fireCrons(tx, options.catalog));
      cronsCheckedMs = performance.now();
    }
    const heldMs = heldUntilMs - performance.now();
    if (heldMs > 0) return heldMs;
    const room = options.inFlightMax - inFlight.size;
    if (room > 0) {
      const { jobs, isMoreDue } = await claimJobs({
        ...options,
        inFlight,
        count: room,
      });
      jobs.forEach(start);
      state.isWoken ||= isMoreDue && jobs.length < room;
    }
    if (state.isWoken) return 0;
    const dueMs = (await nextDueMs(database)) ?? LOOK_MS_MAX;
    return dueMs > 0 ? dueMs : CRON_CHECK_MS;
  };

  const wake = () => {
    state.isWoken = true;
    if (!state.isLooking) void lookWhileWoken();
  };

  const lookWhileWoken = async () => {
    state.isLooking = true;
    clearTimeout(timer);
    let waitMs = LOOK_MS_MAX;
    while (state.isWoken && !state.isStopped && isLive()) {
      state.isWoken = false;
      waitMs = await look().catch((error: unknown) => {
        log.warn({ problem: String(error) }, "looking for work failed");
        return TROUBLE_MS;
      });
    }
    state.isLooking = false;
    if (state.isStopped) return;
    timer = setTimeout(wake, Math.min(Math.max(waitMs, 1), LOOK_MS_MAX));
  };

  const heartbeat = setInterval(() => {
    if (inFlight.size === 0 || !isLive()) return;
    renewLeases(database, life, [...inFlight.keys()]).catch(
      (error: unknown) => {
        log.warn({ problem: String(error) }, "renewing leases failed");
      },
    );
  }, HEARTBEAT_MS);

  return {
    wake,
    holdCalls(ms) {
      heldUntilMs = performance.now() + ms;
    },
    async stop(graceMs) {
      state.isStopped = true;
      clearTimeout(timer);
      await settled(running, graceMs);
      clearInterval(heartbeat);
      abort.abort();
      await settled(running, 200);
      await releaseLeases(database, life, "own").catch(() => 0);
    },
  };
}

async function settled(
  running: ReadonlySet<Promise<void>>,
  msMax: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, msMax);
  });
  await Promise.race([Promise.all(running), timeout]);
  clearTimeout(timer);
}
