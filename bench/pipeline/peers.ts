import { Analytics } from "@segment/analytics-node";
import { bareLimit } from "./bare-limit";
import { callOf, eventRecord } from "./hand-written";
import { IN_FLIGHT, poster, WRITE_KEY } from "./post";
import type { PeerName, PeerTask } from "./task";

const BATCH = 1_000;
const CLOSE_MS_MAX = 600_000;

/** Each sends all events and resolves with how many they were once all are answered. */
export const PEERS: Record<PeerName, (task: PeerTask) => Promise<number>> = {
  "analytics-node": (task) => analyticsNode(task),
  "analytics-node-1000": (task) => analyticsNode(task, 1_000),
  "bare-undici": bareUndici,
  "goal-500mb": bareLimit,
};

/** Segment's own client, the same events from memory, mapped by hand. */
async function analyticsNode(
  task: PeerTask,
  flushAt?: number,
): Promise<number> {
  const endpoint = new URL(task.endpoint);
  const analytics = new Analytics({
    writeKey: WRITE_KEY,
    host: endpoint.origin,
    path: `${endpoint.pathname}/v1/batch`,
    ...(flushAt === undefined ? {} : { flushAt }),
  });
  const answered = count(analytics, task.events);
  for (let index = 0; index < task.events; index += 1) {
    const { type: _, ...call } = callOf(eventRecord(index), task.run);
    analytics.track(call);
    // As a service that emits them would: requests need the event loop too.
    if (index % BATCH === 0) await new Promise(setImmediate);
  }
  await analytics.closeAndFlush({ timeout: CLOSE_MS_MAX });
  return answered();
}

function count(analytics: Analytics, wanted: number): () => number {
  let answered = 0;
  analytics.on("track", () => (answered += 1));
  analytics.on("error", (error) => {
    throw new Error(`Segment's client failed: ${error.code}`);
  });
  return () => {
    if (answered !== wanted)
      throw new Error(`${answered} of ${wanted} were answered`);
    return answered;
  };
}

/** Batches of 1,000 built on the fly and posted, and nothing else. */
async function bareUndici({
  endpoint,
  events,
  run,
}: PeerTask): Promise<number> {
  const post = poster(endpoint);
  let next = 0;
  const lane = async () => {
    while (next < events) {
      const from = next;
      next += BATCH;
      const calls = Array.from(
        { length: Math.min(BATCH, events - from) },
        (_, at) => JSON.stringify(callOf(eventRecord(from + at), run)),
      );
      await post(calls);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return events;
}
