import {
  lessIsBetter,
  moreIsBetter,
  type Bench,
  type BenchResult,
} from "../bench";
import { connectionsOf } from "../stack/api";
import { fillInbox } from "../stack/fill-inbox";
import { withStack, type Stack } from "../stack/stack";
import type { LimitedTask, LimiterName, Seen } from "./task";
import { watchLimit, type Course } from "./watch-limit";

const REQUESTS_PER_SECOND = 20;
const WARM_UP_SECONDS = 20;
const SECONDS = 140;
/** More than the limit lets through meanwhile. */
const EVENTS = 200_000;
const USED_GOAL = 0.95;
const REFUSED_GOAL = 0.02;

const LIMITERS: readonly LimiterName[] = ["sliding", "fixed", "bucket"];

/**
 * How much of a limit that nobody told is used, and how many requests are
 * refused while it is found: a backlog is sent to a destination that answers 429
 * to all beyond 20 requests a second. Three ways to limit, each with and without
 * Retry-After; after a warm-up of 20 s, and with it (`all`). Goals: 95 % or more
 * is used, less than 2 % is refused.
 */
export const rateBench: Bench = {
  name: "rate",
  run: () => withStack(measure),
};

async function measure(stack: Stack): Promise<BenchResult[]> {
  const api = connectionsOf(stack);
  const { id: heapId } = await api.aHeapConnection();
  await fillInbox(stack.databaseUrl, heapId, EVENTS);
  const course = { api, heapId, events: EVENTS };
  const results: BenchResult[] = [];
  for (const limiter of LIMITERS)
    for (const retryAfterSeconds of [null, 1])
      results.push(...(await oneLimit(course, limiter, retryAfterSeconds)));
  return results;
}

async function oneLimit(
  course: Course,
  limiter: LimiterName,
  retryAfterSeconds: number | null,
): Promise<BenchResult[]> {
  const requestsPerSecond = REQUESTS_PER_SECOND;
  const task: LimitedTask = { limiter, requestsPerSecond, retryAfterSeconds };
  const asks = retryAfterSeconds === null ? "" : "-asks";
  const results = resultsOf(
    `${limiter}${asks}`,
    await watchLimit(course, task, SECONDS),
  );
  for (const { bench, ours } of results)
    console.error(`  ${bench}: ${ours.toFixed(4)}`);
  return results;
}

function resultsOf(name: string, seen: readonly Seen[]): BenchResult[] {
  const warmUpMs = WARM_UP_SECONDS * 1_000;
  const after = seen.filter(({ atMs }) => atMs >= warmUpMs);
  return [
    ...sharesOf(`rate-${name}`, after, SECONDS - WARM_UP_SECONDS),
    ...sharesOf(`rate-${name}-all`, seen, SECONDS),
  ];
}

function sharesOf(
  bench: string,
  seen: readonly Seen[],
  seconds: number,
): BenchResult[] {
  const taken = seen.filter(({ isTaken }) => isTaken).length;
  const used = taken / (REQUESTS_PER_SECOND * seconds);
  const refused = (seen.length - taken) / seen.length;
  return [
    moreIsBetter(`${bench}-used`, "of the limit", used, { goal: USED_GOAL }),
    lessIsBetter(`${bench}-refused`, "of the requests", refused, {
      goal: REFUSED_GOAL,
    }),
  ];
}
