import { runImportStep } from "../../lib/services/connect/import-step";
import { reportImportFailure } from "../../lib/services/connect/report-failure";
import { inngest } from "../client";
import { ConnectData, connectContinue, connectWake } from "../events";
import { workChunks } from "../work-chunks";
import { WORKSPACE_SHARE } from "../workspace-share";

/** Reads a connection's Heap Connect until nothing is left; a wake starts it again. */
export const importConnect = inngest.createFunction(
  {
    id: "import-connect",
    triggers: [connectWake],
    singleton: { key: "event.data.connectionId", mode: "skip" },
    concurrency: WORKSPACE_SHARE,
    retries: 5,
    // The event that failed comes back untyped.
    onFailure: ({ event, error }) => {
      const { connectionId } = ConnectData.parse(event.data.event.data);
      return reportImportFailure(connectionId, error.name);
    },
  },
  async ({ attempt, event, step }) => {
    const { connectionId, workspaceId } = event.data;
    const worked = await workChunks({ attempt, step }, () =>
      runImportStep(connectionId),
    );
    if (worked.ended === "continued")
      await step.sendEvent(
        "continue",
        connectContinue.create({ connectionId, workspaceId }),
      );
    return worked;
  },
);
