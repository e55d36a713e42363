import { reportFailure } from "../../lib/services/delivery/report-failure";
import { runChunk } from "../../lib/services/delivery/run-chunk";
import { isStopping } from "../../lib/stopping";
import { traceChunk } from "../../lib/services/delivery/trace-chunk";
import { inngest } from "../client";
import { SyncData, syncContinue, syncWake } from "../events";
import { retrySoon } from "../retry-soon";

const CHUNKS_MAX = 200;
const WORK_MS_MAX = 60_000;
const WAIT_SECONDS_MAX = 30;
/** A workspace whose syncs all hang or hurry leaves the others their turns. */
const WORKSPACE_STEPS_MAX = 20;

/**
 * Works a sync's chunks until nothing is left, then ends; a wake starts it again. In a
 * process that is to stop it ends after the chunk in hand, for another one to go on.
 */
export const runSync = inngest.createFunction(
  {
    id: "run-sync",
    triggers: [syncWake],
    singleton: { key: "event.data.syncId", mode: "skip" },
    concurrency: { key: "event.data.workspaceId", limit: WORKSPACE_STEPS_MAX },
    retries: 5,
    // The event that failed comes back untyped.
    onFailure: ({ event, error }) =>
      reportFailure({
        ...SyncData.parse(event.data.event.data),
        reason: error.name,
      }),
  },
  async ({ attempt, event, step }) => {
    const { syncId, workspaceId } = event.data;
    let read = 0;
    let startedAt: number | null = null;
    for (let turn = 0; turn < CHUNKS_MAX; turn += 1) {
      const chunk = await step.run(`chunk-${turn}`, () =>
        retrySoon(attempt, () => traceChunk(syncId, () => runChunk(syncId))),
      );
      read += chunk.read;
      startedAt ??= chunk.at;
      if (chunk.next === "idle" || chunk.next === "stop")
        return { read, ended: chunk.next };
      if (chunk.at - startedAt > WORK_MS_MAX || isStopping()) break;
      if (chunk.next === "wait") {
        await step.sleep(
          `wait-${turn}`,
          `${Math.min(chunk.waitSeconds, WAIT_SECONDS_MAX)}s`,
        );
      }
    }
    await step.sendEvent(
      "continue",
      syncContinue.create({ syncId, workspaceId }),
    );
    return { read, ended: "continued" };
  },
);
