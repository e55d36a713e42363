import { eventType } from "inngest";
import { z } from "zod";

/** What every event about a sync carries. */
export const SyncData = z.object({ syncId: z.string() });

/** A hint that a sync may have something to do: losing or doubling one does no harm. */
export const syncWake = eventType("sync/wake", {
  schema: SyncData,
});

/** A sync that has more to do than one execution should take. */
export const syncContinue = eventType("sync/continue", {
  schema: SyncData,
});

/** What every event about a replay carries. */
export const ReplayData = z.object({ runId: z.string() });

/** A hint that a replay has more to take. */
export const replayWake = eventType("replay/wake", {
  schema: ReplayData,
});

/** A replay that has more to take than one execution should. */
export const replayContinue = eventType("replay/continue", {
  schema: ReplayData,
});
