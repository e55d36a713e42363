/**
 * Runs jobs in lanes that each do one after the other, and answers the
 * milliseconds until all are done.
 */
export async function inLanes<T>(
  lanes: number,
  jobs: readonly T[],
  run: (job: T) => Promise<void>,
): Promise<number> {
  const queue = jobs.values();
  const lane = async () => {
    for (const job of queue) await run(job);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  return performance.now() - startedAt;
}
