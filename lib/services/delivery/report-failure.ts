import { randomUUID } from "node:crypto";
import { database } from "../../db";
import { logger } from "../../logger";

/**
 * Says on the open run, a sync's or a replay's, that Sluice itself could not go on. The sweep
 * tries again each minute, and the next chunk that commits takes the message away.
 * `reason` is an error's name: its message may hold what people sent.
 */
export async function reportFailure(
  whose: { syncId: string } | { runId: string },
  reason: string,
): Promise<void> {
  const supportId = randomUUID();
  logger.error({ ...whose, reason, supportId }, "a run could not go on");
  const [which, id] =
    "runId" in whose
      ? ["id = $1", whose.runId]
      : ["sync_id = $1 AND trigger <> 'replay'", whose.syncId];
  await database().pool.query(
    `UPDATE runs SET error = $2 WHERE ${which} AND finished_at IS NULL`,
    [
      id,
      `Sluice could not go on (${supportId}). It tries again each minute; nothing is lost.`,
    ],
  );
}
