import {
  lessIsBetter,
  median,
  percentile95,
  type Bench,
  type BenchResult,
} from "../bench";
import { connectionsOf } from "../stack/api";
import { withStack, type Stack } from "../stack/stack";
import { delaysAt, eventsAt } from "./delays";

const GOAL_MS = 1_000;
const RATES = [
  { bench: "latency-100", eventsPerSecond: 100 },
  { bench: "latency-500", eventsPerSecond: 500 },
  { bench: "latency", eventsPerSecond: 1_000 },
];

/**
 * From the time that a webhook's request is due to the time that Segment's
 * look-alike has the event, one event a request, through everything between:
 * HTTP, inbox, wake, Inngest, worker. The row `latency` is at 1,000 a second.
 */
export const latencyBench: Bench = {
  name: "latency",
  run: () => withStack(measure),
};

async function measure(stack: Stack): Promise<BenchResult[]> {
  const api = connectionsOf(stack);
  const heap = await api.aHeapConnection();
  const segmentId = await api.aSegmentConnection();
  await api.publish(await api.aSync(heap.id, segmentId));
  const results: BenchResult[] = [];
  let from = 0;
  for (const { bench, eventsPerSecond } of RATES) {
    const delays = await delaysAt(stack, heap.ingestUrl, from, eventsPerSecond);
    from += eventsAt(eventsPerSecond);
    const goal = { goal: GOAL_MS };
    const at = `at ${eventsPerSecond}/s`;
    results.push(
      lessIsBetter(bench, `ms (p95 ${at})`, percentile95(delays), goal),
      lessIsBetter(`${bench}-p50`, `ms (p50 ${at})`, median(delays), goal),
    );
  }
  return results;
}
