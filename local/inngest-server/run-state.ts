import type { Job } from "./claim";
import type { Transaction } from "./database";
import { ulid } from "./ulid";

export type Run = {
  id: string;
  function_id: string;
  event: { name: string };
  status: string;
  request_version: number;
  must_plan: boolean;
  pending: string[];
};
export type StepValue = { id: string; name: string; value: unknown };
export type NewJob = {
  kind: "discovery" | "step" | "sleep";
  key: string;
  stepId?: string;
  stepName?: string;
  stackCurrent: number;
  /** From now. A moment of this process's clock would mean another one to PostgreSQL's. */
  delayMs?: number;
};

/** Another life holds the job, or it is gone: what this call brought must not be stored. */
export class StaleJobError extends Error {}

/** Locks the run behind a job that this life still holds at this generation. */
export async function lockRun(
  tx: Transaction,
  job: Pick<Job, "id" | "generation">,
  life: string,
): Promise<Run> {
  const { rows } = await tx.query<Run>(
    `SELECT r.id, r.function_id, r.event, r.status, r.request_version, r.must_plan, r.pending
     FROM inngest_local.runs AS r JOIN inngest_local.jobs AS j ON j.run_id = r.id
     WHERE j.id = $1 AND j.generation = $2 AND j.owner = $3 AND j.state = 'ready'
     FOR UPDATE OF r, j`,
    [job.id, job.generation, life],
  );
  const run = rows[0];
  if (run?.status !== "Running") throw new StaleJobError();
  return run;
}

/** Stores a step's value; the first one stays. Returns its place in the stack, from 1. */
export async function saveStep(
  tx: Transaction,
  runId: string,
  step: StepValue,
): Promise<number> {
  const { rows } = await tx.query<{ position: number }>(
    `WITH saved AS (
       INSERT INTO inngest_local.steps (run_id, step_id, position, name, value)
       SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4
       FROM inngest_local.steps WHERE run_id = $1
       ON CONFLICT (run_id, step_id) DO NOTHING RETURNING position)
     SELECT position FROM saved UNION ALL
     SELECT position FROM inngest_local.steps WHERE run_id = $1 AND step_id = $2`,
    [runId, step.id, step.name, JSON.stringify(step.value)],
  );
  return rows[0]?.position ?? 0;
}

/** Which of these steps have a value already. */
export async function savedSteps(
  tx: Transaction,
  runId: string,
  stepIds: string[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ step_id: string }>(
    "SELECT step_id FROM inngest_local.steps WHERE run_id = $1 AND step_id = ANY ($2)",
    [runId, stepIds],
  );
  return new Set(rows.map((row) => row.step_id));
}

/** Adds a job of the same run, unless the run has had one with this key. */
export async function addJob(
  tx: Transaction,
  from: Job,
  job: NewJob,
  attemptsMax: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO inngest_local.jobs (id, run_id, function_id, key, kind, step_id, step_name,
       stack_current, run_at, attempts_max, concurrency_keys)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
       now() + make_interval(secs => $9), $10,
       CASE WHEN $5 = 'sleep' THEN '{}' ELSE
         (SELECT concurrency_keys FROM inngest_local.runs WHERE id = $2) END)
     ON CONFLICT (run_id, key) DO NOTHING`,
    [
      ulid(),
      from.run_id,
      from.function_id,
      job.key,
      job.kind,
      job.stepId ?? null,
      job.stepName ?? null,
      job.stackCurrent,
      (job.delayMs ?? 0) / 1000,
      attemptsMax,
    ],
  );
}

/** Ends a job but keeps its key, so that a late double of what led to it adds no second one. */
export async function endJob(
  tx: Transaction,
  job: Job,
  life: string,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE inngest_local.jobs SET state = 'done', owner = NULL, lease_until = NULL
     WHERE id = $1 AND generation = $2 AND owner = $3`,
    [job.id, job.generation, life],
  );
  if (rowCount !== 1) throw new StaleJobError();
}

/** Puts a job back to run again later; `isCounted` says whether it used up an attempt. */
export async function postponeJob(
  tx: Transaction,
  job: Job,
  life: string,
  delayMs: number,
  isCounted: boolean,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE inngest_local.jobs SET owner = NULL, lease_until = NULL,
       attempt = attempt + $4, run_at = now() + make_interval(secs => $5)
     WHERE id = $1 AND generation = $2 AND owner = $3`,
    [job.id, job.generation, life, isCounted ? 1 : 0, delayMs / 1000],
  );
  if (rowCount !== 1) throw new StaleJobError();
}
