import { randomUUID } from "node:crypto";
import { database } from "../../db";
import { logger } from "../../logger";

/**
 * Says on the open run that Sluice itself could not go on. The sweep tries again
 * each minute, and the next chunk that commits takes the message away.
 */
export async function reportFailure(input: {
  syncId: string;
  /** An error's name: its message may hold what people sent. */
  reason: string;
}): Promise<void> {
  const supportId = randomUUID();
  logger.error({ ...input, supportId }, "a sync could not go on");
  await database().pool.query(
    "UPDATE runs SET error = $2 WHERE sync_id = $1 AND finished_at IS NULL",
    [
      input.syncId,
      `Sluice could not go on (${supportId}). It tries again each minute; nothing is lost.`,
    ],
  );
}
