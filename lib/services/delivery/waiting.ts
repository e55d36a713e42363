import type pg from "pg";
import { database } from "../../db";
import type { DeliveryFault } from "../../sync/delivery";
import { backoffMs, TOO_MANY_REQUESTS } from "../../sync/fault";
import type { Flow } from "../flow/flow-row";
import { LONGEST_WAIT_MS } from "../flow/longest-wait";
import { WAITS_NO_MORE_SQL } from "../sync/waits-no-more";
import type { Work } from "./work";

const WAIT_BASE_MS = 1_000;
const WAIT_CAP_MS = 30_000;

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
      `UPDATE syncs SET ${WAITS_NO_MORE_SQL}
       WHERE id = $1 AND (waiting_reason IS NOT NULL OR faults_in_row > 0)`,
      [sync.id],
    );
    return;
  }
  const jitterMs = backoffMs(
    sync.faultsInRow,
    WAIT_BASE_MS,
    WAIT_CAP_MS,
    Math.random(),
  );
  const waitMs =
    fault.kind === "sync" ? null : Math.max(WAIT_BASE_MS, jitterMs);
  // What the destination asked for, and the breaker's next try, count more than our own guess.
  await client.query(
    `UPDATE syncs s SET waiting_reason = $2, waiting_detail = $3,
       waiting_since = coalesce(s.waiting_since, flow.opened_at, now()),
       waiting_until = CASE WHEN flow.opened_at IS NOT NULL AND $4::float8 IS NOT NULL THEN flow.probe_at
         ELSE greatest(now() + $4 * interval '1 millisecond', CASE WHEN $4 IS NOT NULL AND flow.paused_until <= now() + $6 * interval '1 millisecond' THEN flow.paused_until END) END,
       faults_in_row = s.faults_in_row + 1
     FROM (SELECT 1) one LEFT JOIN data.flow flow ON flow.connection_id = $5 WHERE s.id = $1`,
    [
      ...[sync.id, reasonOf(fault), fault.message],
      ...[waitMs, sync.destinationConnectionId, LONGEST_WAIT_MS],
    ],
  );
}

/** The connection's breaker is not closed: says so on the sync, before it reads anything. */
export async function bookBreaker(
  client: Pick<pg.Pool, "query">,
  { sync }: Work,
  { breaker, lastError }: Flow,
): Promise<void> {
  await client.query(
    `UPDATE syncs SET waiting_reason = 'down', waiting_detail = $2, faults_in_row = faults_in_row + 1,
       waiting_since = coalesce(waiting_since, to_timestamp($3::float8 / 1000), now()), waiting_until = to_timestamp($4::float8 / 1000)
     WHERE id = $1 AND (status = 'live' OR draining_since IS NOT NULL) AND waiting_reason IS DISTINCT FROM 'held'`,
    [sync.id, lastError, breaker.openedAtMs, breaker.probeAtMs],
  );
}

function reasonOf(fault: DeliveryFault): "held" | "throttled" | "down" {
  if (fault.kind === "sync") return "held";
  return fault.status === TOO_MANY_REQUESTS ? "throttled" : "down";
}

export type Waiting =
  { kind: "no" } | { kind: "until"; seconds: number } | { kind: "held" };

/** Whether the sync waits. PostgreSQL tells: the time was written by its clock, and ours may stand elsewhere. */
export async function waitingNow({ sync }: Work): Promise<Waiting> {
  if (sync.waitingReason === "held") return { kind: "held" };
  if (sync.waitingUntil === null) return { kind: "no" };
  const { rows } = await database().pool.query<{ left_ms: number | null }>(
    "SELECT (extract(epoch FROM waiting_until - now()) * 1000)::float8 AS left_ms FROM syncs WHERE id = $1",
    [sync.id],
  );
  const leftMs = rows[0]?.left_ms ?? 0;
  if (leftMs <= 0 || leftMs > LONGEST_WAIT_MS) return { kind: "no" };
  return { kind: "until", seconds: Math.ceil(leftMs / 1_000) };
}
