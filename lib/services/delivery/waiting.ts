import type pg from "pg";
import { backoffMs } from "../../sync/fault";
import type { DeliveryFault } from "../../sync/deliver";
import type { Work } from "./work";

const WAIT_BASE_MS = 1_000;
const WAIT_CAP_MS = 5 * 60_000;
const TOO_MANY_REQUESTS = 429;

/**
 * Books what the last delivery means for the sync: well again, waiting until a
 * time (the connection's fault), or held until somebody acts (the sync's).
 */
export async function bookWaiting(
  client: pg.PoolClient,
  { sync }: Work,
  fault: DeliveryFault | null,
): Promise<void> {
  if (fault === null) {
    await client.query(
      `UPDATE syncs SET waiting_reason = NULL, waiting_detail = NULL, waiting_since = NULL, waiting_until = NULL, faults_in_row = 0
       WHERE id = $1 AND (waiting_reason IS NOT NULL OR faults_in_row > 0)`,
      [sync.id],
    );
    return;
  }
  const waitMs = fault.kind === "sync" ? null : waitOf(fault, sync.faultsInRow);
  await client.query(
    `UPDATE syncs SET waiting_reason = $2, waiting_detail = $3, waiting_since = coalesce(waiting_since, now()),
       waiting_until = now() + $4 * interval '1 millisecond', faults_in_row = faults_in_row + 1 WHERE id = $1`,
    [sync.id, reasonOf(fault), fault.message, waitMs],
  );
}

function waitOf(fault: DeliveryFault, faultsInRow: number): number {
  if (fault.retryAfterSeconds !== null) return fault.retryAfterSeconds * 1_000;
  return Math.max(
    WAIT_BASE_MS,
    backoffMs(faultsInRow, WAIT_BASE_MS, WAIT_CAP_MS, Math.random()),
  );
}

function reasonOf(fault: DeliveryFault): "held" | "throttled" | "down" {
  if (fault.kind === "sync") return "held";
  return fault.status === TOO_MANY_REQUESTS ? "throttled" : "down";
}

export type Waiting =
  { kind: "no" } | { kind: "until"; seconds: number } | { kind: "held" };

export function waitingNow({ sync }: Work, now: Date): Waiting {
  if (sync.waitingReason === "held") return { kind: "held" };
  if (sync.waitingUntil === null || sync.waitingUntil <= now)
    return { kind: "no" };
  return {
    kind: "until",
    seconds: Math.ceil((sync.waitingUntil.getTime() - now.getTime()) / 1_000),
  };
}
