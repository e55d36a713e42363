import { reportFailure } from "../../lib/services/delivery/report-failure";
import { runReplayChunk } from "../../lib/services/replay/run-replay-chunk";
import { inngest } from "../client";
import { ReplayData, replayContinue, replayWake } from "../events";
import { workChunks } from "../work-chunks";
import { WORKSPACE_SHARE } from "../workspace-share";

/** Works a replay's chunks until it has taken all; beside it its sync goes on. */
export const runReplay = inngest.createFunction(
  {
    id: "run-replay",
    triggers: [replayWake],
    singleton: { key: "event.data.runId", mode: "skip" },
    concurrency: WORKSPACE_SHARE,
    retries: 5,
    // The event that failed comes back untyped.
    onFailure: ({ event, error }) => {
      const { runId } = ReplayData.parse(event.data.event.data);
      return reportFailure({ runId }, error.name);
    },
  },
  async ({ attempt, event, step }) => {
    const { runId, workspaceId } = event.data;
    const worked = await workChunks({ attempt, step }, () =>
      runReplayChunk(runId),
    );
    if (worked.ended === "continued")
      await step.sendEvent(
        "continue",
        replayContinue.create({ runId, workspaceId }),
      );
    return worked;
  },
);
