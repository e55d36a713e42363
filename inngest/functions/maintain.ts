import { cron } from "inngest";
import { env } from "../../lib/env";
import { forgetEvents } from "../../lib/services/event-feed/forget";
import { forgetOld } from "../../lib/services/inbox/forget";
import { dropExpiredPartitions } from "../../lib/services/inbox/retention";
import { forgetNotifications } from "../../lib/services/notification/forget";
import { pruneSeen } from "../../lib/services/prune";
import { inngest } from "../client";

/** Each hour: retention, and what else has served its time. */
export const maintain = inngest.createFunction(
  { id: "maintain", triggers: [cron("17 * * * *")] },
  async ({ step }) => {
    const partitions = await step.run("retention", () =>
      dropExpiredPartitions({
        retentionDays: env().RETENTION_DAYS,
        now: new Date(),
      }),
    );
    const forgotten = await step.run("forget", () => forgetOld(new Date()));
    const notifications = await step.run("forget-notifications", () =>
      forgetNotifications({
        retentionDays: env().RETENTION_DAYS,
        now: new Date(),
      }),
    );
    await step.run("forget-events", () => forgetEvents());
    const seen = await step.run("prune", () => pruneSeen(new Date()));
    return { ...partitions, ...forgotten, ...notifications, ...seen };
  },
);
