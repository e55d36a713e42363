import { inngest } from "../client";
import { replayContinue, replayWake } from "../events";

/** Wakes a replay once the execution that asked for it has ended, as `continue-sync` does a sync. */
export const continueReplay = inngest.createFunction(
  { id: "continue-replay", triggers: [replayContinue] },
  async ({ event, step }) => {
    await step.sleep("let-it-end", "1s");
    const { runId, workspaceId } = event.data;
    await step.sendEvent("wake", replayWake.create({ runId, workspaceId }));
  },
);
