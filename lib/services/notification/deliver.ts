import { database } from "../../db";
import type { AlertChannel } from "../../generated/prisma/client";
import { logger } from "../../logger";
import { claimDue, nextDueMs, type Claimed } from "./claim";
import { sendOver } from "./send-over";
import { settle } from "./settle";

export type DeliveryRound = {
  /** How many were tried. */
  tried: number;
  /** How long until the next is due; null when nothing waits. */
  nextMs: number | null;
  at: number;
};

/** Tries one due notification of each channel, side by side. */
export async function deliverDue(): Promise<DeliveryRound> {
  const claimed = await claimDue();
  const channels = await channelsOf(claimed);
  const ended = await Promise.allSettled(
    claimed.map((one) => deliver(one, channels.get(one.channelId))),
  );
  const broken = ended.find((one) => one.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  return { tried: claimed.length, nextMs: await nextDueMs(), at: Date.now() };
}

async function deliver(
  claimed: Claimed,
  channel: AlertChannel | undefined,
): Promise<void> {
  // Deleted meanwhile, and its notifications with it.
  if (channel === undefined) return;
  const result = await sendOver(channel, claimed);
  const status = await settle(claimed, result);
  if (status !== "sent")
    logger.warn(
      {
        ...{ channelId: channel.id, notificationId: claimed.id, status },
        ...{ attempt: claimed.attempts, answer: result.status },
      },
      "a notification was not sent",
    );
}

async function channelsOf(
  claimed: readonly Claimed[],
): Promise<Map<string, AlertChannel>> {
  if (claimed.length === 0) return new Map();
  const rows = await database().prisma.alertChannel.findMany({
    where: { id: { in: claimed.map(({ channelId }) => channelId) } },
  });
  return new Map(rows.map((row) => [row.id, row]));
}
