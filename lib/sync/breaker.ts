import { backoffMs } from "./fault";

/** A connection's circuit breaker. Closed lets all through, open nothing, half open one request that tries. */
export type Breaker = {
  state: "closed" | "open" | "half_open";
  /** Requests in a row that met a fault of the connection, and since when. */
  faultsInRow: number;
  faultySinceMs: number | null;
  openedAtMs: number | null;
  /** When the next request may try; while it tries, until when it has the right to. */
  probeAtMs: number | null;
  probesFailed: number;
};

export const CLOSED: Breaker = {
  state: "closed",
  faultsInRow: 0,
  faultySinceMs: null,
  openedAtMs: null,
  probeAtMs: null,
  probesFailed: 0,
};

/** So many faults without an answer in between, over at least this time, open it. */
const FAULTS_TO_OPEN = 5;
const FAULTY_MS_TO_OPEN = 3_000;
const PROBE_BASE_MS = 1_000;
const PROBE_CAP_MS = 60_000;

/**
 * The breaker after a request that met the connection's fault. A failed probe
 * doubles the wait for the next one, with full jitter, up to a minute. What was on
 * the way while it opened changes nothing. `random` is in 0..1.
 */
export function afterFault(
  breaker: Breaker,
  { nowMs, random }: { nowMs: number; random: number },
): Breaker {
  const faultsInRow = breaker.faultsInRow + 1;
  const faultySinceMs = breaker.faultySinceMs ?? nowMs;
  const counted = { ...breaker, faultsInRow, faultySinceMs };
  if (breaker.state === "open") return counted;
  if (breaker.state === "closed") {
    const isSustained =
      faultsInRow >= FAULTS_TO_OPEN &&
      nowMs - faultySinceMs >= FAULTY_MS_TO_OPEN;
    if (!isSustained) return counted;
  }
  const probesFailed =
    breaker.state === "half_open" ? breaker.probesFailed + 1 : 0;
  const waitMs = backoffMs(probesFailed, PROBE_BASE_MS, PROBE_CAP_MS, random);
  return {
    ...counted,
    state: "open",
    openedAtMs: breaker.openedAtMs ?? faultySinceMs,
    probeAtMs: nowMs + Math.max(PROBE_BASE_MS, waitMs),
    probesFailed,
  };
}
