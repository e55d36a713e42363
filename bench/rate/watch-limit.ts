import { setTimeout as sleep } from "node:timers/promises";
import type { connectionsOf } from "../stack/api";
import { startLimited, type Limited } from "./limited";
import type { LimitedTask, Seen } from "./task";

const LOOK_EVERY_MS = 100;
const FIRST_REQUEST_MS_MAX = 30_000;
/** Makes requests many and their events few: some forty fill one. */
const LARGE_FIELD = { "properties.note": { value: "n".repeat(11_000) } };

export type Course = {
  api: ReturnType<typeof connectionsOf>;
  heapId: string;
  /** In the inbox: more than are sent meanwhile. */
  events: number;
};

/**
 * Sends the inbox to a destination that limits, with a connection and a sync of
 * its own. Answers what the destination saw for so many seconds from the first
 * request on, each with its time since then.
 */
export async function watchLimit(
  { api, heapId, events }: Course,
  task: LimitedTask,
  seconds: number,
): Promise<Seen[]> {
  const limited = await startLimited(task);
  try {
    const segmentId = await api.aSegmentConnection(limited.url);
    const syncId = await api.aSync(heapId, segmentId, LARGE_FIELD);
    await api.publish(syncId);
    const startedAtMs = await firstRequestAt(limited);
    await sleep(seconds * 1_000);
    if ((await api.delivered(syncId)) === events)
      throw new Error("All was sent before the time was over.");
    await api.pause(syncId);
    return (await limited.seen())
      .map((one) => ({ ...one, atMs: one.atMs - startedAtMs }))
      .filter(({ atMs }) => atMs < seconds * 1_000);
  } finally {
    limited.stop();
  }
}

async function firstRequestAt(limited: Limited): Promise<number> {
  const deadline = performance.now() + FIRST_REQUEST_MS_MAX;
  while (performance.now() < deadline) {
    const [first] = await limited.seen();
    if (first !== undefined) return first.atMs;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error("No request came.");
}
