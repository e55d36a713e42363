import type pg from "pg";
import { database } from "../../db";
import type { Breaker } from "../../sync/breaker";
import type { FoundRate } from "../../sync/send-rate";
import { LONGEST_WAIT_MS } from "./longest-wait";

/** Limits of a destination that its answers 429 tell about. */
export const FOUND_LIMITS = ["requests", "events"] as const;
export type FoundLimit = (typeof FOUND_LIMITS)[number];

/** How a destination is doing. All times are the database's, in milliseconds since 1970. */
export type Flow = {
  nowMs: number;
  breaker: Breaker;
  /** When it last took something; written now and then. */
  succeededAtMs: number | null;
  lastStatus: number | null;
  lastError: string | null;
  /** The destination asked for nothing before this time. */
  pausedUntilMs: number | null;
  /** Its newest answer 429. */
  throttledAtMs: number | null;
  /** When live traffic last had to wait for a limit. */
  crowdedAtMs: number | null;
  found: Record<FoundLimit, FoundRate | null>;
};

type FlowRow = {
  now_ms: number;
  state: Breaker["state"] | null;
  faults_in_row: number | null;
  faulty_since_ms: number | null;
  opened_at_ms: number | null;
  probe_at_ms: number | null;
  probes_failed: number | null;
  succeeded_at_ms: number | null;
  last_status: number | null;
  last_error: string | null;
  paused_until_ms: number | null;
  crowded_at_ms: number | null;
  throttled_at_ms: number | null;
  requests: FoundRate | null;
  events: FoundRate | null;
};

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
const found = (limit: FoundLimit) =>
  `(SELECT json_build_object('ceilingPerSecond', ceiling, 'cutAtMs', ${ms("cut_at")}, 'regainSeconds', regain_seconds, 'surprises', surprises)
    FROM data.bucket b WHERE b.connection_id = c.id AND limit_name = '${limit}' AND subject = '' AND ceiling IS NOT NULL) AS ${limit}`;

const SELECT = `SELECT ${ms("clock_timestamp()")} AS now_ms, state, faults_in_row, ${ms("faulty_since")} AS faulty_since_ms,
    ${ms("opened_at")} AS opened_at_ms, ${ms("probe_at")} AS probe_at_ms, probes_failed, last_status, last_error,
    ${ms("succeeded_at")} AS succeeded_at_ms,
    ${ms("paused_until")} AS paused_until_ms, ${ms("crowded_at")} AS crowded_at_ms, ${ms("throttled_at")} AS throttled_at_ms, ${found("requests")}, ${found("events")}
  FROM (SELECT $1::text AS id) c LEFT JOIN data.flow f ON f.connection_id = c.id`;

/** How a connection is doing now; one that nothing was sent to yet is well. */
export async function readFlow(connectionId: string): Promise<Flow> {
  const { rows } = await database().pool.query<FlowRow>(SELECT, [connectionId]);
  return toFlow(rows[0]);
}

/** The same with the row locked until the transaction ends, so that changes take turns. */
export async function lockFlow(
  client: pg.PoolClient,
  connectionId: string,
): Promise<Flow> {
  await client.query(
    "INSERT INTO data.flow (connection_id) VALUES ($1) ON CONFLICT DO NOTHING",
    [connectionId],
  );
  await client.query(
    "SELECT 1 FROM data.flow WHERE connection_id = $1 FOR UPDATE",
    [connectionId],
  );
  const { rows } = await client.query<FlowRow>(SELECT, [connectionId]);
  return toFlow(rows[0]);
}

/** A pause that is longer than any may be is left over from before the clock was set back. */
function pauseOf(row: FlowRow | undefined): number | null {
  if (row === undefined || row.paused_until_ms === null) return null;
  const isPossible = row.paused_until_ms - row.now_ms <= LONGEST_WAIT_MS;
  return isPossible ? row.paused_until_ms : null;
}

function toFlow(row: FlowRow | undefined): Flow {
  return {
    nowMs: row?.now_ms ?? Date.now(),
    breaker: {
      state: row?.state ?? "closed",
      faultsInRow: row?.faults_in_row ?? 0,
      faultySinceMs: row?.faulty_since_ms ?? null,
      openedAtMs: row?.opened_at_ms ?? null,
      probeAtMs: row?.probe_at_ms ?? null,
      probesFailed: row?.probes_failed ?? 0,
    },
    succeededAtMs: row?.succeeded_at_ms ?? null,
    lastStatus: row?.last_status ?? null,
    lastError: row?.last_error ?? null,
    pausedUntilMs: pauseOf(row),
    crowdedAtMs: row?.crowded_at_ms ?? null,
    throttledAtMs: row?.throttled_at_ms ?? null,
    found: { requests: row?.requests ?? null, events: row?.events ?? null },
  };
}

/** Writes a breaker; the caller holds the row's lock. */
export async function writeBreaker(
  client: pg.PoolClient,
  connectionId: string,
  breaker: Breaker,
  last: { status: number | null; error: string | null },
): Promise<void> {
  const at = (index: number) => `to_timestamp($${index}::float8 / 1000)`;
  await client.query(
    `UPDATE data.flow SET state = $2, faults_in_row = $3, faulty_since = ${at(4)}, opened_at = ${at(5)}, probe_at = ${at(6)},
       probes_failed = $7, last_status = $8, last_error = $9 WHERE connection_id = $1`,
    [
      ...[connectionId, breaker.state, breaker.faultsInRow],
      ...[breaker.faultySinceMs, breaker.openedAtMs, breaker.probeAtMs],
      ...[breaker.probesFailed, last.status, last.error],
    ],
  );
}
