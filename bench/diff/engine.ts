import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../../local/ports";
import { startPostgres } from "../../local/postgres";
import { migrate } from "../../prisma/tools/migrate";
import { defaultMapping } from "../../lib/sync/actions/fitting";
import type { Context } from "../../lib/services/context";
import { setAppEnvironment } from "../../tests/setup/app-environment";

/** The app's own verbs, loaded once the environment is set. */
async function loadApp() {
  return {
    ...(await import("../../lib/db")),
    ...(await import("../../lib/services/workspace/bootstrap")),
    ...(await import("../../lib/services/connection/create")),
    ...(await import("../../lib/services/sync/write")),
    ...(await import("../../lib/services/sync/lifecycle")),
    ...(await import("../../lib/services/run/start")),
    ...(await import("../../lib/services/run/cancel")),
    ...(await import("../../lib/services/delivery/open-run")),
    ...(await import("../../lib/services/delivery/work")),
    ...(await import("../../lib/services/snapshot/compare-further")),
  };
}

export type Engine = Awaited<ReturnType<typeof startEngine>>;

/** The comparison of users in this process, on a PostgreSQL of its own; nothing is ever sent. */
export async function startEngine() {
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-bench-"));
  const server = await startPostgres({ dataDir, port: await findFreePort() });
  const databaseUrl = server.url("postgres");
  await migrate(databaseUrl);
  setAppEnvironment({ DATABASE_URL: databaseUrl, OUTBOUND_ALLOW: "127.0.0.1" });
  const app = await loadApp();
  await app.bootstrap({
    ...{ email: "ann@acme.io", password: "a long password", apiKey: null },
  });
  const { workspaceId, userId } = await app
    .database()
    .prisma.membership.findFirstOrThrow();
  const ctx: Context = {
    ...{ workspaceId, role: "owner", actor: { kind: "user", id: userId } },
    now: () => new Date(),
  };
  return {
    ...{ app, ctx, pool: app.database().pool },
    async stop() {
      await app.database().prisma.$disconnect();
      await app.database().pool.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A live sync of users to Identify calls that runs when it is asked to. */
export async function aUserSync({ app, ctx }: Engine, name: string) {
  const heap = await app.createConnection({
    ctx,
    input: { name: `heap ${name}`, kind: "heap", settings: { appId: "11" } },
  });
  const segment = await app.createConnection({
    ctx,
    input: {
      ...{ name: `segment ${name}`, kind: "segment" },
      settings: { endpoint: "http://127.0.0.1:9" },
      credentials: { writeKey: "k".repeat(32) },
    },
  });
  const { id } = await app.createSync({
    ctx,
    input: {
      ...{ name, trigger: { kind: "manual" } },
      source: { connection: heap.id, stream: "users" },
      destination: { connection: segment.id, action: "segment.identify" },
      mapping: defaultMapping("users", "segment.identify", "11"),
    },
  });
  await app.publishSync({ ctx, input: { id } });
  return { syncId: id, heapId: heap.id };
}

/** Begins a run and makes its comparison, to the end; then the run is given up. */
export async function compareOnce(
  { app, ctx }: Engine,
  syncId: string,
): Promise<number> {
  const { id } = await app.startRun({ ctx, input: { syncId } });
  const work = await app.loadWork(syncId);
  const claim = await app.claimCursor(syncId, "bench");
  const run = work === null ? null : await app.openRun(work);
  if (work === null || claim === null || run === null)
    throw new Error("The run did not begin.");
  const startedAt = performance.now();
  let isMore = true;
  while (isMore) isMore = await app.compareFurther(work, claim, run);
  const tookMs = performance.now() - startedAt;
  await app.cancelRun({ ctx, input: { id } });
  return tookMs;
}
