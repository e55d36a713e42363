import { inngest } from "../client";
import { connectContinue, connectWake } from "../events";

/** Wakes an import once the execution that asked for it has ended, as of a sync. */
export const continueConnect = inngest.createFunction(
  { id: "continue-connect", triggers: [connectContinue] },
  async ({ event, step }) => {
    await step.sleep("let-it-end", "1s");
    const { connectionId, workspaceId } = event.data;
    await step.sendEvent(
      "wake",
      connectWake.create({ connectionId, workspaceId }),
    );
  },
);
