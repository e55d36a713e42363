import { eventType } from "inngest";
import { z } from "zod";

/** What every event about a sync carries. */
export const SyncData = z.object({
  syncId: z.string(),
  /** Whose turn it is: each workspace has its own share of what works at once. */
  workspaceId: z.string(),
});

export type SyncData = z.infer<typeof SyncData>;

/** A hint that a sync may have something to do: losing or doubling one does no harm. */
export const syncWake = eventType("sync/wake", {
  schema: SyncData,
});

/** A sync that has more to do than one execution should take. */
export const syncContinue = eventType("sync/continue", {
  schema: SyncData,
});

/** A hint that notifications wait to be sent: losing or doubling one does no harm. */
export const notificationsWake = eventType("notifications/wake", {
  schema: z.object({}),
});

/** What every event about a replay carries. */
export const ReplayData = z.object({
  runId: z.string(),
  /** Whose turn it is, as of a sync. */
  workspaceId: z.string(),
});

export type ReplayData = z.infer<typeof ReplayData>;

/** A hint that a replay has more to take. */
export const replayWake = eventType("replay/wake", {
  schema: ReplayData,
});

/** A replay that has more to take than one execution should. */
export const replayContinue = eventType("replay/continue", {
  schema: ReplayData,
});

/** What every event about a connection's Heap Connect, or what is computed of it, carries. */
export const ConnectData = z.object({
  connectionId: z.string(),
  /** Whose turn it is, as of a sync. */
  workspaceId: z.string(),
});

export type ConnectData = z.infer<typeof ConnectData>;

/** A hint that a connection's Heap Connect is to be read. */
export const connectWake = eventType("connect/wake", {
  schema: ConnectData,
});

/** A hint that a connection's traits are to be computed. */
export const traitsWake = eventType("traits/wake", {
  schema: ConnectData,
});

/** Traits that take longer than one execution should. */
export const traitsContinue = eventType("traits/continue", {
  schema: ConnectData,
});

/** An import that has more to read than one execution should. */
export const connectContinue = eventType("connect/continue", {
  schema: ConnectData,
});
