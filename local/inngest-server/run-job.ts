import type { Logger } from "pino";
import { applyOutcome } from "./apply-outcome";
import type { ApplyContext } from "./apply-outcome";
import type { Caller } from "./call";
import type { Job } from "./claim";
import { isDatabaseAway, transaction } from "./database";
import type { Database } from "./database";
import { transportError } from "./reply";
import type { Outcome } from "./reply";
import { postponeJob, StaleJobError } from "./run-state";

type Options = ApplyContext & {
  database: Database;
  caller: Caller;
  /** Whether a refused connection is nobody's fault at this moment: the app is starting. */
  isRefusalExcused: () => boolean;
  onRefused: () => void;
  log: Logger;
};

const EXCUSED_RETRY_MS = 1_000;
const DATABASE_RETRY_MS = 250;

/**
 * Runs one leased job: calls the app unless it is a sleep, and stores the outcome. While
 * the database is away an outcome is kept and stored later, if the lease still stands.
 */
export async function runJob(
  options: Options,
  job: Job,
  stop: AbortSignal,
): Promise<void> {
  const result = await callFor(options, job, stop);
  if (isAborted(stop) || result.kind === "obsolete") return;
  const store =
    result.kind === "postponed"
      ? () => postpone(options, job)
      : () => apply(options, job, result);
  for (;;) {
    try {
      await store();
      return;
    } catch (error) {
      if (error instanceof StaleJobError) {
        options.log.info({ jobId: job.id, runId: job.run_id }, "stale answer");
        return;
      }
      if (!isDatabaseAway(error)) throw error;
    }
    if (isAborted(stop)) return;
    await new Promise((resolve) => setTimeout(resolve, DATABASE_RETRY_MS));
  }
}

/** Read anew each time: a signal turns while a call is awaited. */
function isAborted(stop: AbortSignal): boolean {
  return stop.aborted;
}

async function callFor(
  options: Options,
  job: Job,
  stop: AbortSignal,
): Promise<Outcome | { kind: "obsolete" } | { kind: "postponed" }> {
  if (job.kind === "sleep") return { kind: "slept" };
  const target = options.catalog.get(job.function_id);
  if (target === undefined) {
    return transportError("The function of this run is not registered.");
  }
  const result = await options.caller
    .call(job, target, stop)
    .catch((error: unknown) => {
      // Nothing was called yet: it is read from the database what to call with.
      if (isDatabaseAway(error)) return { kind: "postponed" as const };
      throw error;
    });
  if (result.kind !== "refused") return result;
  const isExcused = options.isRefusalExcused();
  options.onRefused();
  if (isExcused) return { kind: "postponed" };
  return transportError("Unable to reach SDK URL: connection refused");
}

async function postpone(options: Options, job: Job): Promise<void> {
  await transaction(options.database, (tx) =>
    postponeJob(tx, job, options.life, EXCUSED_RETRY_MS, false),
  );
}

async function apply(
  options: Options,
  job: Job,
  outcome: Outcome,
): Promise<void> {
  const store = (stored: Outcome) =>
    transaction(options.database, (tx) =>
      applyOutcome(tx, options, job, stored),
    );
  try {
    await store(outcome);
  } catch (error) {
    if (error instanceof StaleJobError || isDatabaseAway(error)) throw error;
    // What PostgreSQL can't hold would fail the same way for ever.
    const message = `The answer can't be stored: ${String(error)}`;
    await store({
      ...transportError(message),
      error: { name: "UnstorableOutcome", message },
      isFinal: true,
    });
  }
}
