import { runFeedStep } from "../../lib/services/event-feed/feed-step";
import { inngest } from "../client";
import { traitsContinue, traitsWake } from "../events";
import { workChunks } from "../work-chunks";
import { WORKSPACE_SHARE } from "../workspace-share";

/** Takes in a connection's events and computes traits of them until nothing is left; a wake starts it again. */
export const computeTraits = inngest.createFunction(
  {
    id: "compute-traits",
    triggers: [traitsWake],
    singleton: { key: "event.data.connectionId", mode: "skip" },
    concurrency: WORKSPACE_SHARE,
    retries: 5,
  },
  async ({ attempt, event, step }) => {
    const { connectionId, workspaceId } = event.data;
    const worked = await workChunks({ attempt, step }, () =>
      runFeedStep(connectionId),
    );
    if (worked.ended === "continued")
      await step.sendEvent(
        "continue",
        traitsContinue.create({ connectionId, workspaceId }),
      );
    return worked;
  },
);
