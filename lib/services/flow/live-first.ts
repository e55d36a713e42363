import { setTimeout as sleep } from "node:timers/promises";
import { database } from "../../db";
import { logger } from "../../logger";
import type { Flow } from "./flow-row";

const MARK_MS = 500;
const LIVE_MS = 1_000;
const STAND_BACK_MS_MAX = 5_000;
const LOOK_MS = 250;

const marked = new Map<string, number>();

/** Live traffic wants tokens of a limited connection: backfills stand back for it. Never throws. */
export function markLive(
  connectionId: string,
  { nowMs, liveAtMs }: Flow,
): void {
  const last = marked.get(connectionId) ?? Number.NEGATIVE_INFINITY;
  if (performance.now() - last < MARK_MS) return;
  if (liveAtMs !== null && nowMs - liveAtMs < MARK_MS) return;
  marked.set(connectionId, performance.now());
  database()
    .pool.query(
      "UPDATE data.flow SET live_at = now() WHERE connection_id = $1",
      [connectionId],
    )
    .catch((error: unknown) => {
      logger.warn(
        { connectionId, error: String(error) },
        "live traffic was not marked",
      );
    });
}

/** Waits while live traffic wants the tokens; but not for ever, so that a backfill gets on. */
export async function standBack(view: () => Promise<Flow>): Promise<void> {
  const endsAtMs = performance.now() + STAND_BACK_MS_MAX;
  while (performance.now() < endsAtMs) {
    const { nowMs, liveAtMs } = await view();
    if (liveAtMs === null || nowMs - liveAtMs > LIVE_MS) return;
    await sleep(LOOK_MS);
  }
}
