import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { ChildPlan } from "../../local/children";
import { keepPorts, keepSecrets } from "../../local/kept-state";
import { planChildren, type Plan } from "../../local/plan";
import { findFreePort } from "../../local/ports";
import { startPostgres } from "../../local/postgres";
import { readSettings } from "../../local/settings";
import { startBalancer } from "./balancer";
import { API_KEY, OWNER } from "./running-sluice";

const ROOT = join(import.meta.dirname, "..", "..");
const READY_MS_MAX = 90_000;
const run = promisify(execFile);

export type Member = { process: ChildProcess; plan: ChildPlan; port: number };
export type Cluster = Awaited<ReturnType<typeof startCluster>>;

/**
 * Several web and worker processes against one PostgreSQL and one Inngest server, each
 * kind behind a balancer, with the environment that `npm start` gives to its one of each.
 */
export async function startCluster(size: number) {
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-cluster-"));
  const ports = await keepPorts(dataDir);
  const postgres = await startPostgres({ dataDir, port: ports.postgres });
  const databaseUrl = postgres.url("postgres");
  const webPort = await findFreePort();
  const sandboxPort = await findFreePort();
  const plan = planOf(dataDir, ports, databaseUrl, webPort, sandboxPort);
  await prepare(plan, size);

  const all: Member[] = [];
  const start = (child: ChildPlan, port: number) => {
    const member = { process: launch(child), plan: child, port };
    all.push(member);
    return member;
  };
  const several = async (name: string) => {
    const made: Member[] = [];
    for (let index = 0; index < size; index += 1) {
      const port = await findFreePort();
      made.push(start(onPort(find(plan, name), port), port));
    }
    return made;
  };
  start(find(plan, "sandbox"), sandboxPort);
  const web = await several("web");
  const workers = await several("worker");
  const portsOf = (members: Member[]) => members.map(({ port }) => port);
  const webBalancer = await startBalancer(webPort, portsOf(web));
  const workerBalancer = await startBalancer(ports.worker, portsOf(workers));
  for (const { port } of web)
    await untilAnswers(`http://localhost:${port}/signin`);
  for (const { port } of workers)
    await untilAnswers(`http://localhost:${port}/api/inngest`);
  start(find(plan, "inngest"), ports.inngest);
  await untilAnswers(
    `${webBalancer.url}/api/health`,
    (status) => status === 200,
  );

  return {
    url: webBalancer.url,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    databaseUrl,
    web,
    workers,
    workerBalancer,
    /** The same member as a new process. */
    restart: (member: Member) => {
      member.process = launch(member.plan);
    },
    async close() {
      for (const { process: child } of all) child.kill("SIGKILL");
      await Promise.all([webBalancer.close(), workerBalancer.close()]);
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Megabytes that processes hold, or null where /proc doesn't tell. */
export function residentMegabytes(members: Member[]): number | null {
  try {
    const sizes = members.map(({ process: { pid } }) => {
      const text = readFileSync(`/proc/${pid ?? 0}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1] ?? 0) / 1024;
    });
    return Math.round(sizes.reduce((sum, size) => sum + size, 0));
  } catch {
    return null;
  }
}

/** Ends a process by a signal; answers how long that took, in milliseconds. */
export async function end(
  { process: child }: Member,
  signal: NodeJS.Signals,
): Promise<number> {
  const startedMs = Date.now();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
  return Date.now() - startedMs;
}

function planOf(
  dataDir: string,
  ports: Parameters<typeof planChildren>[0]["ports"],
  databaseUrl: string,
  webPort: number,
  sandboxPort: number,
): Plan {
  const settings = readSettings({
    PORT: String(webPort),
    SANDBOX_PORT: String(sandboxPort),
    DATA_DIR: dataDir,
    NODE_ENV: "development",
    BOOTSTRAP_EMAIL: OWNER.email,
    BOOTSTRAP_PASSWORD: OWNER.password,
    BOOTSTRAP_API_KEY: API_KEY,
  });
  const secrets = keepSecrets(dataDir);
  return planChildren({
    ...{ root: ROOT, isDev: false, settings, dataDir, ports, databaseUrl },
    secrets,
  });
}

/** As several machines do that start at once: each migrates, each makes the first owner. */
async function prepare(
  { bootstrapEnv }: Plan,
  starters: number,
): Promise<void> {
  const env = { ...process.env, ...bootstrapEnv };
  const tsx = join(ROOT, "node_modules", ".bin", "tsx");
  const atOnce = (script: string) =>
    Promise.all(
      Array.from({ length: starters }, () =>
        run(tsx, [script], { cwd: ROOT, env }),
      ),
    );
  await atOnce("prisma/tools/migrate-command.ts");
  await atOnce("prisma/seed/bootstrap-command.ts");
}

function find({ children }: Plan, name: string): ChildPlan {
  const plan = children.find((child) => child.name === name);
  if (plan === undefined) throw new Error(`No ${name} in the plan`);
  return plan;
}

/** The port is the last argument of every `next start`. */
const onPort = (plan: ChildPlan, port: number): ChildPlan => ({
  ...plan,
  args: [...plan.args.slice(0, -1), String(port)],
});

function launch(plan: ChildPlan): ChildProcess {
  const env = { ...process.env, ...plan.env };
  return spawn(process.execPath, plan.args, {
    ...{ cwd: plan.cwd, env },
    // The channel tells a child when this process is gone.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

async function untilAnswers(
  url: string,
  isGood = (status: number) => status < 500,
): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  for (;;) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 599,
    );
    if (isGood(status)) return;
    if (Date.now() > deadline) throw new Error(`${url} answers ${status}`);
    await sleep(100);
  }
}
