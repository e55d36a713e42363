import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureReady } from "../../local/ensure-ready.mjs";
import { keepPorts, keepSecrets } from "../../local/kept-state";
import { planChildren, type Plan } from "../../local/plan";
import { findFreePort } from "../../local/ports";
import { startPostgres } from "../../local/postgres";
import { readSettings } from "../../local/settings";
import { migrate } from "../../prisma/tools/migrate";
import { API_KEY, OWNER } from "../../tests/system/running-sluice";
import { createProcesses } from "./processes";

const ROOT = join(import.meta.dirname, "..", "..");
const DATABASE = "postgres";

/** Of the processes that `npm start` runs. */
type ProcessName = "inngest" | "sandbox" | "worker" | "web";

export type Stack = {
  url: string;
  sandboxUrl: string;
  databaseUrl: string;
  /** What the app's own processes run with, for others that load its code. */
  environment: Record<string, string>;
  pidOf(name: ProcessName): number;
  /** Runs `work` while that process is not there. */
  without<T>(name: ProcessName, work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

/**
 * The same processes as `npm start` from the same plan, on ports and a folder
 * of their own, but without its supervisor: a bench looks at single ones, stops
 * them, and, where SLUICE_PROFILE names a folder, has web and worker write
 * profiles of the processor's time to it when they end.
 */
async function startStack(): Promise<Stack> {
  await ensureReady({ root: ROOT, log: console.error, build: true });
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-bench-"));
  const ports = await keepPorts(dataDir);
  const server = await startPostgres({ dataDir, port: ports.postgres });
  const databaseUrl = server.url(DATABASE);
  const settings = await settingsFor(dataDir);
  const plan = planChildren({
    ...{ root: ROOT, isDev: false, settings, dataDir, ports, databaseUrl },
    secrets: keepSecrets(dataDir),
  });
  await migrate(databaseUrl);
  await bootstrap(plan);
  const processes = createProcesses(plan.children, plan.readyUrls);
  await processes.startAll();
  return {
    url: `http://localhost:${settings.PORT}`,
    sandboxUrl: `http://localhost:${settings.SANDBOX_PORT}`,
    databaseUrl,
    environment: plan.bootstrapEnv,
    pidOf: processes.pidOf,
    without: processes.without,
    async stop() {
      await processes.stopAll();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts it, runs `work`, and stops it whatever happens. */
export async function withStack<T>(
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const stack = await startStack();
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}

async function settingsFor(dataDir: string) {
  return readSettings({
    PORT: String(await findFreePort()),
    SANDBOX_PORT: String(await findFreePort()),
    SANDBOX: "1",
    DATA_DIR: dataDir,
    // The sinks of benches listen on any port of this machine.
    OUTBOUND_ALLOW: "127.0.0.1,localhost,::1",
    BOOTSTRAP_EMAIL: OWNER.email,
    BOOTSTRAP_PASSWORD: OWNER.password,
    BOOTSTRAP_API_KEY: API_KEY,
  });
}

async function bootstrap(plan: Plan): Promise<void> {
  const script = join(ROOT, "prisma", "seed", "bootstrap-command.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    cwd: ROOT,
    env: { ...process.env, ...plan.bootstrapEnv },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error("The first owner could not be made");
}
