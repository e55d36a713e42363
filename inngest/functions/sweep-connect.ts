import { cron } from "inngest";
import { sweepImports } from "../../lib/services/connect/wake";
import { inngest } from "../client";

/** Heap writes once a night, at no time that it tells: each is looked for within the hour. */
export const sweepConnect = inngest.createFunction(
  { id: "sweep-connect", triggers: [cron("* * * * *")] },
  ({ step }) =>
    step.run("sweep", async () => ({ woken: await sweepImports() })),
);
