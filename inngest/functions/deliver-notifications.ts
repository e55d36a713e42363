import { cron } from "inngest";
import { deliverDue } from "../../lib/services/notification/deliver";
import { inngest } from "../client";
import { notificationsWake } from "../events";

const ROUNDS_MAX = 200;
const WORK_MS_MAX = 60_000;
const WAIT_MS_MAX = 30_000;

/**
 * Sends what waits, and stays for what is due soon. A wake that comes meanwhile
 * is dropped; the next minute's turn finds whatever it was about.
 */
export const deliverNotifications = inngest.createFunction(
  {
    id: "deliver-notifications",
    triggers: [notificationsWake, cron("* * * * *")],
    singleton: { mode: "skip" },
    retries: 1,
  },
  async ({ step }) => {
    let tried = 0;
    let startedAt: number | null = null;
    for (let turn = 0; turn < ROUNDS_MAX; turn += 1) {
      const round = await step.run(`round-${turn}`, deliverDue);
      tried += round.tried;
      startedAt ??= round.at;
      const { nextMs } = round;
      if (nextMs === null || nextMs > WAIT_MS_MAX) break;
      if (round.at + nextMs - startedAt > WORK_MS_MAX) break;
      if (nextMs > 0) await step.sleep(`wait-${turn}`, nextMs);
    }
    return { tried };
  },
);
