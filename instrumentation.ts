/** At server start: a bad setting stops the boot, and the worker begins to beat. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("./lib/env");
  if (env().SLUICE_ROLE === "web") return;
  const { watchSignals } = await import("./lib/stopping");
  watchSignals();
  const { beat } = await import("./lib/services/health");
  const keepBeating = () => {
    // A database that is away makes the check fail, which is what it is for.
    void beat().catch(() => undefined);
  };
  keepBeating();
  setInterval(keepBeating, 1_000).unref();
}
