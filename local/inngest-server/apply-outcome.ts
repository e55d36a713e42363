import { createHash } from "node:crypto";
import type { Catalog } from "./catalog";
import type { Job } from "./claim";
import type { Transaction } from "./database";
import { finishRun } from "./finish-run";
import { nameOf, readError, stepResult } from "./reply";
import type { Operation, Outcome } from "./reply";
import { addJob, endJob, lockRun, postponeJob } from "./run-state";
import { savedSteps, saveStep } from "./run-state";
import type { Run, StepValue } from "./run-state";
import { sleepEnd } from "./sleep-end";

export type ApplyContext = {
  catalog: Catalog;
  life: string;
  /** The wait before the next attempt, after the attempt with this number (from 0). */
  retryDelayMs: (attempt: number) => number;
};
type Scope = ApplyContext & { tx: Transaction; job: Job; run: Run };
type Operations = Outcome & { kind: "operations" };

const UNANSWERED_RETRY_MS = 1_000;
const KNOWN_OPERATIONS = new Set([
  "StepRun",
  "StepError",
  "StepFailed",
  "StepPlanned",
  "Sleep",
  "RunComplete",
]);

/**
 * Stores what a call brought and what follows from it, in the caller's transaction:
 * step results and the jobs that they lead to become visible together or not at all.
 * Throws StaleJobError when the job is no longer this life's.
 */
export async function applyOutcome(
  tx: Transaction,
  context: ApplyContext,
  job: Job,
  outcome: Outcome,
): Promise<void> {
  const run = await lockRun(tx, job, context.life);
  const scope = { ...context, tx, job, run };
  switch (outcome.kind) {
    case "result":
      return finish(scope, { status: "Completed", result: outcome.data });
    case "error":
      return applyError(scope, outcome);
    case "slept":
      return applySleepEnd(scope);
    case "operations":
      return applyOperations(scope, outcome);
  }
}

async function applyError(
  scope: Scope,
  outcome: Outcome & { kind: "error" },
): Promise<void> {
  const { error, isFinal, retryAfterMs, isUnanswered } = outcome;
  if (isFinal || isLastAttempt(scope.job)) {
    return finish(scope, { status: "Failed", error, isFinal });
  }
  // A worker that was killed is there again soon, or others are.
  const isFirst = isUnanswered === true && scope.job.attempt === 0;
  await retry(scope, retryAfterMs ?? (isFirst ? UNANSWERED_RETRY_MS : null));
}

async function applySleepEnd(scope: Scope): Promise<void> {
  const { tx, run, job, life } = scope;
  const id = job.step_id ?? "";
  const name = job.step_name ?? id;
  const position = await saveStep(tx, run.id, { id, name, value: null });
  await endJob(tx, job, life);
  await settle(scope, { completed: id, position, planned: [] });
}

async function applyOperations(
  scope: Scope,
  outcome: Operations,
): Promise<void> {
  const { operations } = outcome;
  const refusal = refusalOf(operations);
  if (refusal !== null) {
    const error = { name: "UnsupportedOperation", message: refusal };
    return finish(scope, { status: "Failed", error, isFinal: true });
  }
  const saved = await saveResults(scope, operations);
  const complete = operations.find(({ op }) => op === "RunComplete");
  if (complete) {
    return finish(scope, { status: "Completed", result: complete.data });
  }
  const planned = await addPlannedJobs(scope, operations, saved.position);
  const isRetried = operations.some((item) => isTriedAgain(scope.job, item));
  if (isRetried) await retry(scope, outcome.retryAfterMs);
  else await endJob(scope.tx, scope.job, scope.life);
  await rememberVersion(scope, outcome);
  await settle(scope, { ...saved, planned });
}

/** Saves the results among the operations; the last of them leads on. */
async function saveResults(
  { tx, run, job }: Scope,
  operations: Operation[],
): Promise<{ completed: string | null; position: number }> {
  let completed: string | null = null;
  let position = job.stack_current;
  for (const item of operations) {
    const step = resultOf(job, item);
    if (step === null) continue;
    position = await saveStep(tx, run.id, step);
    completed = item.id;
  }
  return { completed, position };
}

function resultOf(job: Job, item: Operation): StepValue | null {
  if (item.op === "StepRun") return stepResult(item);
  const isGivenUp = item.op === "StepError" && !isTriedAgain(job, item);
  if (item.op !== "StepFailed" && !isGivenUp) return null;
  const value = { error: readError(item.error) };
  return { id: item.id, name: nameOf(item), value };
}

/** Adds the jobs of planned steps and sleeps. Returns the ids that one discovery is to wait for. */
async function addPlannedJobs(
  { tx, job, catalog }: Scope,
  operations: Operation[],
  stackCurrent: number,
): Promise<string[]> {
  const nowMs = Date.now();
  const attemptsMax =
    catalog.get(job.function_id)?.attemptsMax ?? job.attempts_max;
  for (const item of operations) {
    if (item.op !== "StepPlanned" && item.op !== "Sleep") continue;
    const kind = item.op === "Sleep" ? "sleep" : "step";
    const end = kind === "sleep" ? sleepEnd(sleepText(item), nowMs) : null;
    await addJob(
      tx,
      job,
      {
        kind,
        key: `${kind}:${item.id}`,
        stepId: item.id,
        stepName: nameOf(item),
        stackCurrent,
        ...(end === null ? {} : { delayMs: Math.max(0, end - nowMs) }),
      },
      attemptsMax,
    );
  }
  const isBatch =
    operations.length > 1 &&
    operations.some(({ op }) => op === "StepPlanned") &&
    !operations.some(isRace);
  return isBatch ? operations.map(({ id }) => id) : [];
}

/**
 * Decides whether the function is called on. Steps planned together are waited for
 * together: only when none is left one discovery follows. Its key is the step that
 * completed last, so that a repeated answer leads to no second discovery.
 */
async function settle(
  scope: Scope,
  change: { completed: string | null; position: number; planned: string[] },
): Promise<void> {
  const { tx, run, job } = scope;
  const { completed, position, planned } = change;
  const before = [...new Set([...run.pending, ...planned])];
  const saved =
    before.length > 0 ? await savedSteps(tx, run.id, before) : new Set();
  const pending = before.filter((id) => !saved.has(id));
  const mustPlan = before.length > 0 ? pending.length > 0 : run.must_plan;
  await storePlan(scope, pending, mustPlan);
  const isDiscoveryDue = completed !== null || planned.length > 0;
  if (pending.length > 0 || !isDiscoveryDue) return;
  const key = `discovery:${completed ?? hashOf(planned)}`;
  const attemptsMax =
    scope.catalog.get(run.function_id)?.attemptsMax ?? job.attempts_max;
  await addJob(
    tx,
    job,
    { kind: "discovery", key, stackCurrent: position },
    attemptsMax,
  );
}

async function storePlan(
  { tx, run }: Scope,
  pending: string[],
  mustPlan: boolean,
): Promise<void> {
  const isSame =
    mustPlan === run.must_plan && pending.join() === run.pending.join();
  if (isSame) return;
  await tx.query(
    "UPDATE inngest_local.runs SET pending = $2, must_plan = $3 WHERE id = $1",
    [run.id, pending, mustPlan],
  );
}

/** The protocol version is settled by the first answer with operations; several at once make later calls plan first. */
async function rememberVersion(
  { tx, run }: Scope,
  { operations, requestVersion }: Operations,
): Promise<void> {
  const version =
    run.request_version === -1 ? requestVersion : run.request_version;
  const mustPlan = run.must_plan || operations.length > 1;
  if (version === run.request_version && mustPlan === run.must_plan) return;
  await tx.query(
    "UPDATE inngest_local.runs SET request_version = $2, must_plan = $3 WHERE id = $1",
    [run.id, version, mustPlan],
  );
  run.request_version = version;
  run.must_plan = mustPlan;
}

async function retry(scope: Scope, retryAfterMs: number | null): Promise<void> {
  const { tx, job, life } = scope;
  const delayMs = retryAfterMs ?? scope.retryDelayMs(job.attempt);
  await postponeJob(tx, job, life, delayMs, true);
}

async function finish(
  { tx, catalog, run }: Scope,
  ending: Parameters<typeof finishRun>[3],
): Promise<void> {
  await finishRun(tx, catalog, run, ending);
}

function refusalOf(operations: Operation[]): string | null {
  const unknown = operations.find(({ op }) => !KNOWN_OPERATIONS.has(op));
  if (unknown) {
    return `Step "${nameOf(unknown)}" uses the operation ${unknown.op}, which this server does not support.`;
  }
  const endless = operations.find(
    (item) =>
      item.op === "Sleep" && sleepEnd(sleepText(item), Date.now()) === null,
  );
  if (!endless) return null;
  return `Step "${nameOf(endless)}" sleeps for "${sleepText(endless)}", which is no duration of at most 366 days.`;
}

function isTriedAgain(job: Job, item: Operation): boolean {
  return item.op === "StepError" && !isLastAttempt(job);
}

function isLastAttempt(job: Job): boolean {
  return job.attempt + 1 >= job.attempts_max;
}

/** Older SDKs put the duration in the options, newer ones in the name. */
function sleepText(item: Operation): string {
  const { opts } = item;
  if (opts !== null && typeof opts === "object" && "duration" in opts) {
    return String(opts.duration);
  }
  return item.name ?? "";
}

function isRace({ opts }: Operation): boolean {
  if (opts === null || typeof opts !== "object") return false;
  return "parallelMode" in opts && opts.parallelMode === "race";
}

function hashOf(ids: string[]): string {
  return createHash("sha1")
    .update([...ids].sort().join())
    .digest("hex");
}
