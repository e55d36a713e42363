import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChildPlan } from "../../local/children";

const READY_MS_MAX = 60_000;
const PROFILED = new Set(["web", "worker", "sandbox"]);

/** Runs what was planned, each process to be found by its name. One that ends by itself ends the bench. */
export function createProcesses(plans: ChildPlan[], readyUrls: string[]) {
  const running = new Map<string, ChildProcess>();

  const launch = (plan: ChildPlan) => {
    const child = spawn(process.execPath, [...profiling(plan), ...plan.args], {
      cwd: plan.cwd,
      env: { ...process.env, ...plan.env },
      // The channel tells a child when the bench is gone.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    running.set(plan.name, child);
    child.once("exit", (code) => {
      if (running.get(plan.name) !== child) return;
      console.error(`The ${plan.name} process ended with ${code}.`);
      process.exit(1);
    });
  };
  const stop = async (name: string) => {
    const child = running.get(name);
    if (child === undefined) return;
    running.delete(name);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };

  return {
    async startAll() {
      plans.forEach(launch);
      await untilReady(readyUrls);
    },
    /** The clients first: a plan lists what others need before them. */
    async stopAll() {
      for (const { name } of plans.toReversed()) await stop(name);
    },
    pidOf: (name: string): number => {
      const pid = running.get(name)?.pid;
      if (pid === undefined) throw new Error(`${name} does not run`);
      return pid;
    },
    without: async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      await stop(name);
      try {
        return await work();
      } finally {
        plans.filter((plan) => plan.name === name).forEach(launch);
        await untilReady(readyUrls);
      }
    },
  };
}

function profiling({ name }: ChildPlan): string[] {
  const folder = process.env.SLUICE_PROFILE;
  if (folder === undefined || !PROFILED.has(name)) return [];
  const file = `${name}-${Date.now()}.cpuprofile`;
  return ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${file}`];
}

async function untilReady(urls: string[]): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  for (const url of urls) {
    while (!(await isOk(url))) {
      if (Date.now() > deadline) throw new Error(`${url} did not get ready`);
      await sleep(100);
    }
  }
}

const isOk = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
