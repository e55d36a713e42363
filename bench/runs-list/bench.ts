import { fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  lessIsBetter,
  percentile95,
  type Bench,
  type BenchResult,
} from "../bench";
import { API_KEY, OWNER } from "../../tests/system/running-sluice";
import { connectionsOf } from "../stack/api";
import { fillInbox } from "../stack/fill-inbox";
import { withStack, type Stack } from "../stack/stack";

const GOAL_MS = 150;
const BACKLOG_EVENTS = 300_000;
const LIVE_RECORDS_PER_SECOND = 2_000;
const VISITS = 200;
const VISIT_EVERY_MS = 100;
const WARM_UP_VISITS = 20;

/**
 * How soon the list of runs answers while the rest is busy: a worker with a
 * backlog that never ends, and records that keep coming. The row `pages` is the
 * list itself (GET /api/v1/runs), `pages-runs` the page around it.
 */
export const runsListBench: Bench = {
  name: "pages",
  run: () => withStack(measure),
};

async function measure(stack: Stack): Promise<BenchResult[]> {
  const stopLoad = await startLoad(stack);
  const cookie = await signIn(stack);
  const list = { authorization: `Bearer ${API_KEY}` };
  const listMs: number[] = [];
  const pageMs: number[] = [];
  for (let visit = 0; visit < VISITS + WARM_UP_VISITS; visit += 1) {
    listMs.push(await visitMs(`${stack.url}/api/v1/runs?limit=50`, list));
    pageMs.push(await visitMs(`${stack.url}/runs`, { cookie }));
    await sleep(VISIT_EVERY_MS);
  }
  await stopLoad();
  const row = (bench: string, ms: number[]) =>
    lessIsBetter(
      bench,
      "ms (p95 under load)",
      percentile95(ms.slice(WARM_UP_VISITS)),
      { goal: GOAL_MS },
    );
  return [row("pages", listMs), row("pages-runs", pageMs)];
}

/** Answers what stops it. */
async function startLoad(stack: Stack): Promise<() => Promise<void>> {
  const api = connectionsOf(stack);
  const heap = await api.aHeapConnection();
  const segmentId = await api.aSegmentConnection();
  await fillInbox(stack.databaseUrl, heap.id, BACKLOG_EVENTS);
  const live = await api.aHeapConnection();
  await api.publish(await api.aSync(live.id, segmentId));
  const task = {
    ingestUrl: live.ingestUrl,
    recordsPerSecond: LIVE_RECORDS_PER_SECOND,
  };
  const file = fileURLToPath(new URL("load-process.ts", import.meta.url));
  const sender = fork(file, [JSON.stringify(task)]);
  const over = new AbortController();
  const untilWorked = async (syncId: string) => {
    while ((await api.delivered(syncId)) < BACKLOG_EVENTS) {
      await sleep(500);
      if (over.signal.aborted) return;
    }
  };
  const backlog = (async () => {
    while (!over.signal.aborted) {
      const syncId = await api.aSync(heap.id, segmentId);
      await api.publish(syncId);
      await untilWorked(syncId);
      await api.pause(syncId);
    }
  })();
  return async () => {
    over.abort();
    sender.kill();
    await backlog;
  };
}

async function visitMs(
  url: string,
  headers: Record<string, string>,
): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(url, { headers, redirect: "manual" });
  await response.text();
  if (response.status !== 200)
    throw new Error(`${url} answered ${response.status}`);
  return performance.now() - startedAt;
}

/** As the sign-in form does it; answers the cookies of a session. */
async function signIn({ url }: Stack): Promise<string> {
  const form = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await form.json()) as { csrfToken: string };
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    ...{ method: "POST", redirect: "manual" },
    headers: { cookie: cookiesOf(form) },
    body: new URLSearchParams({ ...OWNER, csrfToken, json: "true" }),
  });
  return cookiesOf(response);
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
