import { cron } from "inngest";
import { closeOldRuns, sweepSyncs } from "../../lib/services/sync/sweep";
import { startDueSyncs } from "../../lib/services/sync/start-due";
import { sweepReplays } from "../../lib/services/replay/wake";
import { inngest } from "../client";

/** Wakes are hints: each minute this finds what they missed. */
export const sweep = inngest.createFunction(
  { id: "sweep-syncs", triggers: [cron("* * * * *")] },
  ({ step }) =>
    step.run("sweep", async () => ({
      closed: await closeOldRuns(),
      started: await startDueSyncs(),
      woken: await sweepSyncs(),
      replays: await sweepReplays(),
    })),
);
