import { randomUUID } from "node:crypto";
import { database } from "../../db";
import { logger } from "../../logger";

/**
 * Says on a connection's import that Sluice itself could not go on. It stays at
 * work: the sweep wakes it each minute, and the next step that reads takes the
 * message away. `reason` is an error's name: its message may hold what people did.
 */
export async function reportImportFailure(
  connectionId: string,
  reason: string,
): Promise<void> {
  const supportId = randomUUID();
  logger.error(
    { connectionId, reason, supportId },
    "an import could not go on",
  );
  await database().pool.query(
    "UPDATE data.connect_import SET error = $2 WHERE connection_id = $1",
    [
      connectionId,
      `Sluice could not go on (${supportId}). It tries again each minute; nothing is lost.`,
    ],
  );
}
