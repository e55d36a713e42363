import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { inProcess } from "../in-processes";
import type { connectionsOf } from "../stack/api";
import type { Stack } from "../stack/stack";

const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 300_000;

type Course = {
  stack: Stack;
  api: ReturnType<typeof connectionsOf>;
  heapId: string;
  pool: pg.Pool;
  events: number;
};

/** From publish until all is on the books as delivered, through Inngest and the worker; events a second. */
export async function durably(
  course: Course,
  segmentId: string,
): Promise<number> {
  const { api, events } = course;
  await forget(course);
  const syncId = await api.aSync(course.heapId, segmentId);
  const startedAt = performance.now();
  await api.publish(syncId);
  await untilDelivered(course, syncId);
  const rate = (events * 1_000) / (performance.now() - startedAt);
  await api.pause(syncId);
  return rate;
}

/** The same chunks in a process that only works them: what Inngest and the worker's server add shows beside it. */
export async function engineAlone(
  course: Course,
  segmentId: string,
): Promise<number> {
  const { api, stack } = course;
  await forget(course);
  const syncId = await api.aSync(course.heapId, segmentId);
  return stack.without("inngest", async () => {
    await api.publish(syncId);
    const file = new URL("engine-process.ts", import.meta.url);
    const rate = await inProcess<number>(file, { syncId }, stack.environment);
    await untilDelivered(course, syncId);
    await api.pause(syncId);
    return rate;
  });
}

async function forget({ stack }: Course): Promise<void> {
  await fetch(`${stack.sandboxUrl}/_control/reset`, { method: "POST" });
}

async function untilDelivered(
  { pool, events }: Course,
  syncId: string,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await pool.query<{ delivered: number; lost: number }>(
      "SELECT coalesce(sum(delivered), 0)::int AS delivered, coalesce(sum(invalid + rejected), 0)::int AS lost FROM runs WHERE sync_id = $1",
      [syncId],
    );
    const { delivered = 0, lost = 0 } = rows[0] ?? {};
    if (delivered === events) return;
    if (lost > 0 || performance.now() > deadline)
      throw new Error(
        `${delivered} of ${events} were delivered, ${lost} refused`,
      );
    await sleep(LOOK_EVERY_MS);
  }
}
