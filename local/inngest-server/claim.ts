import { z } from "zod";
import type { Catalog } from "./catalog";
import type { Database } from "./database";

export type Job = {
  id: string;
  run_id: string;
  function_id: string;
  kind: "discovery" | "step" | "sleep";
  step_id: string | null;
  step_name: string | null;
  stack_current: number;
  attempt: number;
  attempts_max: number;
  generation: number;
  concurrency_keys: string[];
};

const LEASE_SECONDS = 10;
const slotSchema = z.tuple([z.string(), z.string(), z.unknown()]);
const CANDIDATES_MAX = 200;
const CLAIMABLE = `state = 'ready' AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())`;

/**
 * Leases up to `count` due jobs to this life of the server, the oldest run first, as
 * far as the functions' concurrency has room beside the jobs in flight. A lease that
 * has run out is claimed again; each claim is a new generation. `isMoreDue` tells that
 * more jobs were due than one look can hold.
 */
export async function claimJobs(options: {
  database: Database;
  catalog: Catalog;
  life: string;
  inFlight: ReadonlyMap<string, Job>;
  count: number;
}): Promise<{ jobs: Job[]; isMoreDue: boolean }> {
  const { database, catalog, life, inFlight, count } = options;
  const slots = openSlots(catalog, inFlight);
  const { rows: candidates } = await database.query<{
    id: string;
    concurrency_keys: string[];
  }>(
    `SELECT id, concurrency_keys FROM inngest_local.jobs
     WHERE ${CLAIMABLE} AND id <> ALL ($1) AND NOT concurrency_keys && $2
     ORDER BY run_id, run_at LIMIT $3`,
    [[...inFlight.keys()], slots.full(), CANDIDATES_MAX],
  );
  const picked = candidates
    .filter(({ concurrency_keys }) => slots.take(concurrency_keys))
    .slice(0, count);
  const isMoreDue = candidates.length === CANDIDATES_MAX && picked.length > 0;
  if (picked.length === 0) return { jobs: [], isMoreDue };
  const { rows } = await database.query<Job>(
    `WITH free AS (
       SELECT id FROM inngest_local.jobs
       WHERE id = ANY ($1) AND ${CLAIMABLE} FOR UPDATE SKIP LOCKED
     )
     UPDATE inngest_local.jobs AS j SET owner = $2, generation = generation + 1,
       lease_until = now() + make_interval(secs => $3)
     FROM free WHERE j.id = free.id
     RETURNING j.id, run_id, function_id, kind, step_id, step_name, stack_current,
       attempt, attempts_max, generation, concurrency_keys`,
    [picked.map(({ id }) => id), life, LEASE_SECONDS],
  );
  return { jobs: rows, isMoreDue };
}

/** Renews the leases of the calls in flight. */
export async function renewLeases(
  database: Database,
  life: string,
  jobIds: string[],
): Promise<void> {
  await database.query(
    `UPDATE inngest_local.jobs SET lease_until = now() + make_interval(secs => $3)
     WHERE id = ANY ($1) AND owner = $2 AND state = 'ready'`,
    [jobIds, life, LEASE_SECONDS],
  );
}

/** Gives back the leases of this life, or, for the live server at its start, of all others. */
export async function releaseLeases(
  database: Database,
  life: string,
  whose: "own" | "others",
): Promise<number> {
  const comparison = whose === "own" ? "=" : "<>";
  const { rowCount } = await database.query(
    `UPDATE inngest_local.jobs SET owner = NULL, lease_until = NULL
     WHERE owner IS NOT NULL AND owner ${comparison} $1 AND state = 'ready'`,
    [life],
  );
  return rowCount ?? 0;
}

/**
 * When the next job or cron comes due, in milliseconds from now; null when none is
 * known. What came due since the look before this question counts too: it would
 * lie there until the next look.
 */
export async function nextDueMs(database: Database): Promise<number | null> {
  const { rows } = await database.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM least(
       (SELECT min(run_at) FROM inngest_local.jobs
         WHERE state = 'ready' AND owner IS NULL AND run_at > now() - interval '1 second'),
       (SELECT min(next_tick) FROM inngest_local.crons)) - now()) * 1000)::float8 AS ms`,
  );
  return rows[0]?.ms ?? null;
}

/** Counts jobs against the limits that the functions have now, not those of their run's start. */
function openSlots(catalog: Catalog, inFlight: ReadonlyMap<string, Job>) {
  const used = new Map<string, number>();
  const add = (key: string) => used.set(key, (used.get(key) ?? 0) + 1);
  for (const job of inFlight.values()) job.concurrency_keys.forEach(add);
  const isFull = (key: string) => (used.get(key) ?? 0) >= limitOf(catalog, key);
  return {
    full: () => [...used.keys()].filter(isFull),
    take(keys: string[]): boolean {
      if (keys.some(isFull)) return false;
      keys.forEach(add);
      return true;
    },
  };
}

function limitOf(catalog: Catalog, slot: string): number {
  const [functionId, key] = slotSchema.parse(JSON.parse(slot));
  const limits = catalog.get(functionId)?.concurrency ?? [];
  return limits.find((limit) => limit.key === key)?.limit ?? Infinity;
}
