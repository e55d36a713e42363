/**
 * At server start: a bad setting stops the boot, requests are marked as local or not,
 * measurements are left for whoever is scraped, traces begin when somebody takes
 * them, and the worker begins to beat.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("./lib/env");
  if (env().OTEL_EXPORTER_OTLP_ENDPOINT !== undefined) {
    const { startTracing } = await import("./lib/start-tracing");
    const endTracing = startTracing();
    for (const signal of ["SIGTERM", "SIGINT"])
      process.once(signal, () => void endTracing().catch(() => undefined));
  }
  const { markLocalRequests } = await import("./lib/http/peer");
  markLocalRequests();
  const { keepSnapshot, SNAPSHOT_MS } =
    await import("./lib/services/metrics/process-snapshots");
  keepDoing(keepSnapshot, SNAPSHOT_MS);
  if (env().SLUICE_ROLE === "web") return;
  const { watchSignals } = await import("./lib/stopping");
  watchSignals();
  const { beat } = await import("./lib/services/health");
  keepDoing(beat, 1_000);
}

/** A database that is away makes it fail; then it is done the next time. */
function keepDoing(work: () => Promise<unknown>, everyMs: number): void {
  const once = () => void work().catch(() => undefined);
  once();
  setInterval(once, everyMs).unref();
}
