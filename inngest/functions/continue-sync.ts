import { inngest } from "../client";
import { syncContinue, syncWake } from "../events";

/**
 * Wakes a sync once the execution that asked for it has ended: while that one
 * lives, the singleton would drop the wake.
 */
export const continueSync = inngest.createFunction(
  { id: "continue-sync", triggers: [syncContinue] },
  async ({ event, step }) => {
    await step.sleep("let-it-end", "1s");
    const { syncId, workspaceId } = event.data;
    await step.sendEvent("wake", syncWake.create({ syncId, workspaceId }));
  },
);
