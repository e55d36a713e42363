import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { createRestartBudget } from "./restart-budget";

const STOP_MS_MAX = 5_000;
const RESTART_DELAY_MS = 500;

type RestartBudget = ReturnType<typeof createRestartBudget>;

export type ChildPlan = {
  name: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
};

export type Children = {
  start(plan: ChildPlan): void;
  stop(): Promise<void>;
};

/**
 * Runs processes and starts again those that end by themselves. Five ends of
 * one within a minute are reported to `onHopeless` instead.
 */
export function createChildren(options: {
  onLine: (line: string) => void;
  onHopeless: (name: string) => void;
}): Children {
  const running = new Map<string, ChildProcess>();
  let isStopping = false;

  const launch = (plan: ChildPlan, budget: RestartBudget) => {
    const child = spawnNode(plan, options.onLine);
    running.set(plan.name, child);
    child.once("exit", () => {
      running.delete(plan.name);
      if (!isStopping) void restart(plan, budget);
    });
  };

  const restart = async (plan: ChildPlan, budget: RestartBudget) => {
    if (budget.isSpent()) {
      options.onHopeless(plan.name);
      return;
    }
    options.onLine(`The ${plan.name} process ended; starting it again.`);
    await sleep(RESTART_DELAY_MS);
    if (!isStopping) launch(plan, budget);
  };

  return {
    start: (plan) => {
      launch(plan, createRestartBudget());
    },
    async stop() {
      isStopping = true;
      await Promise.all([...running.values()].map(stopChild));
    },
  };
}

function spawnNode(
  plan: ChildPlan,
  onLine: (line: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, plan.args, {
    cwd: plan.cwd,
    env: { ...process.env, ...plan.env },
    // The channel tells a child when its supervisor is gone.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", onLine);
  }
  return child;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const forced = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(forced);
}
