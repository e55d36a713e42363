/** What was measured of one workspace at one time: all that rules are judged by. */
export type Facts = {
  now: Date;
  syncs: readonly SyncFacts[];
  connections: readonly ConnectionFacts[];
};

export type Named = { id: string; name: string };

export type SyncFacts = Named & {
  source: Named;
  /** Whether it takes records as they come; others read when they are asked to. */
  isStream: boolean;
  destinationId: string;
  /** When its first version was published. */
  publishedAt: Date;
  waiting: { reason: string; detail: string | null; since: Date } | null;
  /** The newest. */
  run: RunFacts | null;
  /** By the window's minutes. */
  counts: ReadonlyMap<number, Counts>;
  /** By the window's minutes: of what was sent in it; null when nothing was. */
  delayP95Seconds: ReadonlyMap<number, number | null>;
  backlog: Backlog | null;
  /** When something last came that the sync's filter lets through, as far as is known. */
  lastDataAt: Date | null;
  hours: Partial<Record<"read" | "delivered" | "failed", HourCounts>>;
  drift: readonly FieldDrift[];
  unbalanced: readonly UnbalancedRun[];
};

type RunFacts = {
  id: string;
  number: number;
  status: string;
  error: string | null;
};

export type Counts = {
  delivered: number;
  rejected: number;
  invalid: number;
  /** Against the tracking plan, whether they were sent or not. */
  violations: number;
};

export type Backlog = {
  unread: number;
  pending: number;
  /** There are more unread ones: counting stopped. */
  isCapped: boolean;
  oldestAt: Date | null;
};

/** The last 60 minutes, and the same ones of past weeks in which the sync was there. */
type HourCounts = { present: number; past: readonly number[] };

export type FieldDrift = {
  change: "new" | "vanished" | "retyped";
  event: string;
  path: string;
  at: Date;
  isUsed: boolean;
};

export type UnbalancedRun = { runId: string; number: number; detail: string };

export type ConnectionFacts = Named & {
  /** Since when requests meet faults of the connection; null: it answers well. */
  downSince: Date | null;
  lastError: string | null;
  /** By the window's minutes: answers 429. */
  throttles: ReadonlyMap<number, number>;
  failedCheck: { at: Date; detail: string } | null;
  /** It was down a moment ago: what waited since is still on its way. */
  isSettling: boolean;
};
