export const TOO_MANY_REQUESTS = 429;
const CONNECTION_STATUSES: ReadonlySet<number> = new Set([408, 410, 429, 460]);
const NOT_TRANSIENT: ReadonlySet<number> = new Set([501, 505]);
const SYNC_STATUSES: ReadonlySet<number> = new Set([401, 403, 404]);

/**
 * Whose fault an answer is. The connection's: wait, nothing is counted against
 * a record. The sync's: somebody has to act. The record's: bisect, reject.
 * 460 is Segment's own "transient, try again".
 */
export type Fault = "connection" | "sync" | "record";

/** Answers null for a success. */
export function classifyStatus(status: number): Fault | null {
  if (status >= 200 && status < 300) return null;
  if (CONNECTION_STATUSES.has(status)) return "connection";
  if (SYNC_STATUSES.has(status)) return "sync";
  if (status >= 500 && !NOT_TRANSIENT.has(status)) return "connection";
  return status >= 400 && status < 500 ? "record" : "sync";
}

/** Full jitter: anywhere between nothing and the doubled step. `random` is in 0..1. */
export function backoffMs(
  attempt: number,
  baseMs: number,
  capMs: number,
  random: number,
): number {
  return Math.round(random * Math.min(capMs, baseMs * 2 ** attempt));
}
