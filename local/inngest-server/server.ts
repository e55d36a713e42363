import { pino } from "pino";
import type { Logger } from "pino";
import { keepAppSynced } from "./app-sync";
import { createCaller } from "./call";
import { createCatalog } from "./catalog";
import { releaseLeases } from "./claim";
import { createDatabase } from "./database";
import { listen } from "./http-server";
import { openLiveSession } from "./live-session";
import { pruneOld } from "./retention";
import { retryDelayMs } from "./retry-delay";
import { createRoutes } from "./routes";
import { runJob } from "./run-job";
import { createScheduler } from "./scheduler";
import { ulid } from "./ulid";

export type InngestServerOptions = {
  host: string;
  /** 0 takes a free port. */
  port: number;
  databaseUrl: string;
  eventKey: string;
  signingKey: string;
  appUrl: string;
  log?: Logger;
  retryDelayMs?: (attempt: number) => number;
  /** How long after the start a refused connection to the app costs no attempt. */
  refusalExcusedMs?: number;
  /** Whether that also holds as long as the app can't be synced with. */
  isRefusalExcusedWhileUnsynced?: boolean;
  syncIntervalMs?: number;
  inFlightMax?: number;
};
export type InngestServer = {
  url: string;
  isReady(): boolean;
  close(graceMs?: number): Promise<void>;
};

const REFUSAL_EXCUSED_MS = 120_000;
const SYNC_INTERVAL_MS = 30_000;
const IN_FLIGHT_MAX = 100;
const HOLD_MS = 1_000;
const PRUNE_INTERVAL_MS = 600_000;
const CLOSE_GRACE_MS = 3_000;

/**
 * Starts a server and resolves as soon as it listens; it answers 503 until it is the
 * live one of its database. Rejects only when it can't listen.
 */
export async function createInngestServer(
  options: InngestServerOptions,
): Promise<InngestServer> {
  const log = options.log ?? pino({ level: "silent" });
  const life = ulid();
  const bootMs = performance.now();
  let isStopping = false;
  const { signingKey, databaseUrl } = options;
  const database = createDatabase(databaseUrl);
  const catalog = createCatalog();
  const caller = createCaller(database, signingKey);
  const isLive = () => session.isLive();

  const isRefusalExcused = () =>
    performance.now() - bootMs <
      (options.refusalExcusedMs ?? REFUSAL_EXCUSED_MS) ||
    ((options.isRefusalExcusedWhileUnsynced ?? true) && !appSync.isSynced());
  const jobOptions = {
    database,
    catalog,
    caller,
    life,
    log,
    retryDelayMs: options.retryDelayMs ?? retryDelayMs,
    isRefusalExcused,
    onRefused() {
      if (isRefusalExcused()) scheduler.holdCalls(HOLD_MS);
      appSync.request();
    },
  };
  const scheduler = createScheduler({
    database,
    catalog,
    life,
    log,
    isLive,
    inFlightMax: options.inFlightMax ?? IN_FLIGHT_MAX,
    run: (job, stop) => runJob(jobOptions, job, stop),
  });
  const routes = createRoutes({
    database,
    catalog,
    signingKey,
    eventKey: options.eventKey,
    life,
    isStopping: () => isStopping,
    isLive,
    isSynced: () => appSync.isSynced(),
  });
  const session = openLiveSession({
    databaseUrl,
    async onLive() {
      const released = await releaseLeases(database, life, "others");
      await catalog.load(database);
      log.info({ life, released }, "live");
    },
    onLost: (problem) => log.warn({ problem }, "database lost"),
    onNotification: () => scheduler.wake(),
  });
  const appSync = keepAppSynced({
    appUrl: options.appUrl,
    signingKey,
    isLive,
    syncIntervalMs: options.syncIntervalMs ?? SYNC_INTERVAL_MS,
    log,
  });
  const pruning = setInterval(() => {
    if (isLive()) {
      pruneOld(database).catch((error: unknown) =>
        log.warn({ problem: String(error) }, "pruning failed"),
      );
    }
  }, PRUNE_INTERVAL_MS);
  const stopParts = async (graceMs: number) => {
    isStopping = true;
    clearInterval(pruning);
    await Promise.all([appSync.close(), scheduler.stop(graceMs)]);
    await session.close();
    await caller.close();
    await database.end().catch(() => undefined);
  };
  try {
    const { server, url } = await listen({ ...options, log }, routes);
    return {
      url,
      isReady: () => isLive() && appSync.isSynced(),
      async close(graceMs = CLOSE_GRACE_MS) {
        await stopParts(graceMs);
        server.close();
        server.closeAllConnections();
      },
    };
  } catch (error) {
    await stopParts(0);
    throw error;
  }
}
