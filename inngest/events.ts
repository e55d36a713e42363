import { eventType } from "inngest";
import { z } from "zod";

/** A hint that a sync may have something to do: losing or doubling one does no harm. */
export const syncWake = eventType("sync/wake", {
  schema: z.object({ syncId: z.string() }),
});

/** A sync that has more to do than one execution should take. */
export const syncContinue = eventType("sync/continue", {
  schema: z.object({ syncId: z.string() }),
});
