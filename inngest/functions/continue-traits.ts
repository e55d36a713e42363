import { inngest } from "../client";
import { traitsContinue, traitsWake } from "../events";

/** Wakes a connection's traits once the execution that asked for it has ended, as of a sync. */
export const continueTraits = inngest.createFunction(
  { id: "continue-traits", triggers: [traitsContinue] },
  async ({ event, step }) => {
    await step.sleep("let-it-end", "1s");
    const { connectionId, workspaceId } = event.data;
    await step.sendEvent(
      "wake",
      traitsWake.create({ connectionId, workspaceId }),
    );
  },
);
