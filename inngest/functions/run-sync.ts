import { reportFailure } from "../../lib/services/delivery/report-failure";
import { runChunk } from "../../lib/services/delivery/run-chunk";
import { traceChunk } from "../../lib/services/delivery/trace-chunk";
import { inngest } from "../client";
import { SyncData, syncContinue, syncWake } from "../events";
import { workChunks } from "../work-chunks";
import { WORKSPACE_SHARE } from "../workspace-share";

/** Works a sync's chunks until nothing is left, then ends; a wake starts it again. */
export const runSync = inngest.createFunction(
  {
    id: "run-sync",
    triggers: [syncWake],
    singleton: { key: "event.data.syncId", mode: "skip" },
    concurrency: WORKSPACE_SHARE,
    retries: 5,
    // The event that failed comes back untyped.
    onFailure: ({ event, error }) => {
      const { syncId } = SyncData.parse(event.data.event.data);
      return reportFailure({ syncId }, error.name);
    },
  },
  async ({ attempt, event, step }) => {
    const { syncId, workspaceId } = event.data;
    const worked = await workChunks({ attempt, step }, () =>
      traceChunk(syncId, () => runChunk(syncId)),
    );
    if (worked.ended === "continued")
      await step.sendEvent(
        "continue",
        syncContinue.create({ syncId, workspaceId }),
      );
    return worked;
  },
);
