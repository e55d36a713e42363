import { reportFailure } from "../../lib/services/delivery/report-failure";
import { runChunk } from "../../lib/services/delivery/run-chunk";
import { inngest } from "../client";
import { SyncData, syncContinue, syncWake } from "../events";
import { retrySoon } from "../retry-soon";

const CHUNKS_MAX = 200;
const WORK_MS_MAX = 60_000;
const WAIT_SECONDS_MAX = 30;

/** Works a sync's chunks until nothing is left, then ends; a wake starts it again. */
export const runSync = inngest.createFunction(
  {
    id: "run-sync",
    triggers: [syncWake],
    singleton: { key: "event.data.syncId", mode: "skip" },
    retries: 5,
    // The event that failed comes back untyped.
    onFailure: ({ event, error }) =>
      reportFailure({
        ...SyncData.parse(event.data.event.data),
        reason: error.name,
      }),
  },
  async ({ attempt, event, step }) => {
    const { syncId } = event.data;
    let read = 0;
    let startedAt: number | null = null;
    for (let turn = 0; turn < CHUNKS_MAX; turn += 1) {
      const chunk = await step.run(`chunk-${turn}`, () =>
        retrySoon(attempt, () => runChunk(syncId)),
      );
      read += chunk.read;
      startedAt ??= chunk.at;
      if (chunk.next === "idle" || chunk.next === "stop")
        return { read, ended: chunk.next };
      if (chunk.at - startedAt > WORK_MS_MAX) break;
      if (chunk.next === "wait") {
        await step.sleep(
          `wait-${turn}`,
          `${Math.min(chunk.waitSeconds, WAIT_SECONDS_MAX)}s`,
        );
      }
    }
    await step.sendEvent("continue", syncContinue.create({ syncId }));
    return { read, ended: "continued" };
  },
);
