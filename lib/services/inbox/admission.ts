import { AppError } from "../../errors";

/**
 * What may wait for its commit in this process. Beyond it more requests would
 * only wait longer and fill the memory. So many records are more than two
 * seconds' work at the rate that ingest promises to take.
 */
const WAITING_RECORDS_MAX = 50_000;
const WAITING_BYTES_MAX = 128 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 1;

type Load = { records: number; bytes: number };

const waiting: Load = { records: 0, bytes: 0 };

/** Throws AppError too_many_requests while too much waits; asked before a body is read. */
export function refuseWhenOverloaded(): void {
  if (
    waiting.records < WAITING_RECORDS_MAX &&
    waiting.bytes < WAITING_BYTES_MAX
  )
    return;
  throw new AppError(
    "too_many_requests",
    "More records came than can be written. Send them again later.",
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}

/** Counts a load as waiting until `work` has settled. */
export async function whileWaiting<T>(
  load: Load,
  work: () => Promise<T>,
): Promise<T> {
  waiting.records += load.records;
  waiting.bytes += load.bytes;
  try {
    return await work();
  } finally {
    waiting.records -= load.records;
    waiting.bytes -= load.bytes;
  }
}
