import { cron } from "inngest";
import { refreshOldPlans } from "../../lib/services/tracking-plan/refresh";
import { inngest } from "../client";

/** Each five minutes: tracking plans as Segment has them now. */
export const refreshPlans = inngest.createFunction(
  { id: "refresh-plans", triggers: [cron("*/5 * * * *")] },
  async ({ step }) => {
    const refreshed = await step.run("refresh", () =>
      refreshOldPlans(new Date()),
    );
    return { refreshed };
  },
);
