import { database } from "../../db";
import type { Work } from "./work";

/**
 * A sync that drains has nothing pending any more: from here on it is only
 * paused. Answers false for one that does not drain.
 */
export async function endDrain(
  sync: Pick<Work["sync"], "id" | "drainingSince">,
): Promise<boolean> {
  if (sync.drainingSince === null) return false;
  await database().pool.query(
    "UPDATE syncs SET draining_since = NULL WHERE id = $1 AND status = 'paused'",
    [sync.id],
  );
  return true;
}
