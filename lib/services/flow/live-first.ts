import { setTimeout as sleep } from "node:timers/promises";
import { database } from "../../db";
import { logger } from "../../logger";
import type { Flow } from "./flow-row";

const MARK_MS = 500;
const CROWDED_MS = 1_000;
const STAND_BACK_MS_MAX = 5_000;
const LOOK_MS = 250;

const markedAtMs = new Map<string, number>();

/** Live traffic waits for a limit of the connection: every process's backfills are to stand back. Never throws. */
export function markCrowded(connectionId: string): void {
  const last = markedAtMs.get(connectionId) ?? Number.NEGATIVE_INFINITY;
  if (performance.now() - last < MARK_MS) return;
  markedAtMs.set(connectionId, performance.now());
  database()
    .pool.query(
      `INSERT INTO data.flow (connection_id, crowded_at) VALUES ($1, now())
       ON CONFLICT (connection_id) DO UPDATE SET crowded_at = now()`,
      [connectionId],
    )
    .catch((error: unknown) => {
      logger.warn(
        { connectionId, reason: error instanceof Error ? error.name : "" },
        "that live traffic waits was not marked",
      );
    });
}

/** Waits while live traffic waits; not for ever, so that a backfill gets on. */
export async function standBack(view: () => Promise<Flow>): Promise<void> {
  const endsAtMs = performance.now() + STAND_BACK_MS_MAX;
  while (performance.now() < endsAtMs) {
    const { nowMs, crowdedAtMs } = await view();
    if (crowdedAtMs === null || Math.abs(nowMs - crowdedAtMs) > CROWDED_MS)
      return;
    await sleep(LOOK_MS);
  }
}
