import { randomUUID } from "node:crypto";
import { database } from "../../db";
import { logger } from "../../logger";

/**
 * Says on a replay's run that Sluice itself could not go on. The sweep tries
 * again each minute, and the next chunk that commits takes the message away.
 */
export async function reportReplayFailure(input: {
  runId: string;
  /** An error's name: its message may hold what people sent. */
  reason: string;
}): Promise<void> {
  const supportId = randomUUID();
  logger.error({ ...input, supportId }, "a replay could not go on");
  await database().pool.query(
    "UPDATE runs SET error = $2 WHERE id = $1 AND finished_at IS NULL",
    [
      input.runId,
      `Sluice could not go on (${supportId}). It tries again each minute; nothing is lost.`,
    ],
  );
}
