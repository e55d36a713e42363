import { cron } from "inngest";
import { sweepFeeds } from "../../lib/services/event-feed/wake";
import { inngest } from "../client";

/** Each minute: traits whose events came, or whose windows moved on. */
export const sweepTraits = inngest.createFunction(
  { id: "sweep-traits", triggers: [cron("* * * * *")] },
  ({ step }) => step.run("sweep", async () => ({ woken: await sweepFeeds() })),
);
