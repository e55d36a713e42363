import type { Logger } from "pino";
import { request } from "undici";
import { sign } from "./signature";

export type AppSync = {
  isSynced(): boolean;
  /** Asks for a sync now, unless one was made within the last second. */
  request(): void;
  close(): Promise<void>;
};
type Options = {
  appUrl: string;
  signingKey: string;
  isLive: () => boolean;
  syncIntervalMs: number;
  log: Logger;
};

const SYNC_MS_MAX = 10_000;
const RETRY_MS = 1_000;

/**
 * Keeps the app's functions registered: asks the app to register, soon again while it
 * does not answer, and now and then after that.
 */
export function keepAppSynced(options: Options): AppSync {
  const { log } = options;
  const stop = new AbortController();
  const state = { isSynced: false, problem: "" };
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  let isBusy = false;
  let lastMs = -Infinity;

  const sync = async () => {
    const problem = options.isLive()
      ? await askToRegister(options, stop.signal)
      : "the database is away";
    if (problem !== state.problem || (problem === "") !== state.isSynced) {
      if (problem === "") log.info("app synced");
      else log.warn({ problem }, "app not synced");
    }
    state.isSynced = problem === "";
    state.problem = problem;
  };
  const run = () => {
    if (isBusy || stop.signal.aborted) return;
    isBusy = true;
    clearTimeout(timer);
    current = sync().finally(() => {
      isBusy = false;
      lastMs = performance.now();
      if (stop.signal.aborted) return;
      const waitMs = state.isSynced ? options.syncIntervalMs : RETRY_MS;
      timer = setTimeout(run, waitMs);
    });
  };
  run();

  return {
    isSynced: () => state.isSynced,
    request() {
      if (performance.now() - lastMs >= RETRY_MS) run();
    },
    async close() {
      stop.abort();
      clearTimeout(timer);
      await current;
    },
  };
}

/** Returns what is wrong, or nothing. The app answers after it has called back with its functions. */
async function askToRegister(
  { appUrl, signingKey }: Options,
  stop: AbortSignal,
): Promise<string> {
  const body = JSON.stringify({ url: appUrl });
  try {
    const response = await request(appUrl, {
      method: "PUT",
      headers: {
        "content-type": "application/json",
        "x-inngest-server-kind": "cloud",
        "x-inngest-signature": sign(body, signingKey, Date.now()),
      },
      body,
      signal: AbortSignal.any([stop, AbortSignal.timeout(SYNC_MS_MAX)]),
    });
    const text = await response.body.text();
    if (response.statusCode === 200) return "";
    return `HTTP ${response.statusCode}: ${text.slice(0, 500)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
