import { cron } from "inngest";
import { evaluateAlerts } from "../../lib/services/alert/evaluate";
import { inngest } from "../client";

/** Each minute: what rules mind of what is measured now. */
export const evaluate = inngest.createFunction(
  { id: "evaluate-alerts", triggers: [cron("* * * * *")] },
  ({ step }) => step.run("evaluate", () => evaluateAlerts(new Date())),
);
