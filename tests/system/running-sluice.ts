import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../../local/ports";

const ROOT = join(import.meta.dirname, "..", "..");
const READY_MS_MAX = 120_000;
const PS_BYTES_MAX = 64 * 1024 * 1024;
const KB_PER_MB = 1_024;

export const API_KEY = "an api key for tests, of 32 characters";
export const OWNER = { email: "ann@acme.io", password: "a long password" };

type Part = "web" | "worker" | "inngest" | "postgres" | "sandbox";

/** `npm start` as a person runs it, on ports and a folder of its own. */
export type RunningSluice = {
  url: string;
  sandboxUrl: string;
  dataDir: string;
  output(): string;
  /** Of npm; null while it runs. */
  exitCode(): number | null;
  start(): Promise<void>;
  /** Ends every process at once, as a power cut would. */
  killAll(): Promise<void>;
  /** Ends PostgreSQL alone, as the kernel does when memory runs out. */
  killPostgres(): void;
  /** Ends one part with kill -9; false when it does not run at this moment. */
  kill(part: Part): boolean;
  /** Resident memory of one part; null when it does not run at this moment. */
  residentMb(part: Part): number | null;
  /** Sends the signal to npm; answers the exit code. */
  stop(signal: "SIGINT" | "SIGTERM"): Promise<number | null>;
  /** The processes that are left, by the contract's own marks. */
  leftovers(): number[];
  remove(): Promise<void>;
};

export async function prepareSluice(
  environment: Record<string, string> = {},
  folder: string | null = null,
): Promise<RunningSluice> {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), "sluice-system-")));
  const port = await findFreePort();
  const sandboxPort = await findFreePort();
  let child: ChildProcess | null = null;
  let group = 0;
  let output = "";

  const processes = () =>
    listProcesses().filter(
      ({ pgid, args }) => pgid === group || args.includes(dataDir),
    );

  const pidOf = (part: Part): number | undefined => {
    const mark = markOf(part, dataDir);
    return listProcesses({ withEnvironment: true }).find(
      ({ pgid, args }) =>
        args.includes(mark) && (pgid === group || part === "postgres"),
    )?.pid;
  };

  const sluice: RunningSluice = {
    url: `http://localhost:${port}`,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    dataDir,
    output: () => output,
    exitCode: () => child?.exitCode ?? null,
    async start() {
      output = "";
      const started = spawn("npm", ["start"], {
        cwd: ROOT,
        // A group of its own, as a shell gives to each command.
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          PORT: String(port),
          SANDBOX_PORT: String(sandboxPort),
          DATA_DIR: dataDir,
          NODE_ENV: "development",
          BOOTSTRAP_EMAIL: OWNER.email,
          BOOTSTRAP_PASSWORD: OWNER.password,
          BOOTSTRAP_API_KEY: API_KEY,
          ...environment,
        },
      });
      child = started;
      group = started.pid ?? 0;
      for (const stream of [started.stdout, started.stderr]) {
        stream
          .setEncoding("utf8")
          .on("data", (text: string) => (output += text));
      }
      const deadline = Date.now() + READY_MS_MAX;
      while (!output.includes(`Ready on http://localhost:${port}`)) {
        if (started.exitCode !== null || Date.now() > deadline)
          throw new Error(`npm start did not get ready:\n${output}`);
        await sleep(50);
      }
    },
    async killAll() {
      for (let round = 0; round < 20; round += 1) {
        const left = processes();
        if (left.length === 0) return;
        for (const { pid } of left) kill(pid);
        await sleep(100);
      }
      throw new Error("Processes survived kill -9");
    },
    killPostgres() {
      if (!sluice.kill("postgres")) throw new Error("PostgreSQL does not run");
    },
    kill(part) {
      const pid = pidOf(part);
      if (pid !== undefined) kill(pid);
      return pid !== undefined;
    },
    residentMb(part) {
      const pid = pidOf(part);
      return pid === undefined ? null : residentMbOf(pid);
    },
    async stop(signal) {
      const running = child;
      if (running === null) return null;
      const ended = new Promise<number | null>((resolve) =>
        running.once("exit", resolve),
      );
      running.kill(signal);
      return ended;
    },
    leftovers: () => processes().map(({ pid }) => pid),
    async remove() {
      await sluice.killAll();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return sluice;
}

/** What tells a part apart, in its arguments or, where Next has overwritten those, its environment. */
function markOf(part: Part, dataDir: string): string {
  if (part === "postgres") return `-D ${dataDir}`;
  if (part === "inngest") return "inngest-server/main.ts";
  if (part === "sandbox") return "sandbox/main.ts";
  return `SLUICE_ROLE=${part}`;
}

function listProcesses({ withEnvironment = false } = {}): {
  pid: number;
  pgid: number;
  args: string;
}[] {
  const how = withEnvironment ? ["axeww", "-o"] : ["-eo"];
  const lines = execFileSync("ps", [...how, "pid=,pgid=,args="], {
    encoding: "utf8",
    maxBuffer: PS_BYTES_MAX,
  }).split("\n");
  return lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    const [, pid, pgid, args] = match ?? [];
    if (
      pid === undefined ||
      pgid === undefined ||
      args === undefined ||
      args.includes("<defunct>")
    )
      return [];
    return [{ pid: Number(pid), pgid: Number(pgid), args }];
  });
}

function residentMbOf(pid: number): number | null {
  try {
    const text = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], {
      encoding: "utf8",
    });
    return Number(text.trim()) / KB_PER_MB;
  } catch {
    return null;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}
