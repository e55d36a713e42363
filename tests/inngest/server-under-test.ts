import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../../local/ports";
import { createTestDatabase } from "../setup/test-database";

export const EVENT_KEY = "test-event-key";
const SIGNING_KEY_HEX = "7468697320697320612074657374206b6579";
export const SIGNING_KEY = `signkey-prod-${SIGNING_KEY_HEX}`;
const READY_MS_MAX = 30_000;
const ROOT = join(import.meta.dirname, "..", "..");

/** An Inngest server as a process of its own: all that the suite knows of it is HTTP. */
export type ServerUnderTest = {
  url: string;
  /** Resolves once it is healthy and the app, which must run, is registered. */
  start(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
  remove(): Promise<void>;
};
export type ServerKind = {
  name: string;
  /** Whether what it has in hand outlives a kill. */
  isDurable: boolean;
  make(appUrl: string): Promise<ServerUnderTest>;
};

/** The embedded server, and the official one where INNGEST_SERVER_BIN names its binary. */
export function serverKinds(): ServerKind[] {
  const binary = process.env.INNGEST_SERVER_BIN ?? "";
  return [
    { name: "embedded", isDurable: true, make: makeEmbedded },
    ...(binary === ""
      ? []
      : [
          {
            name: "official",
            // Without Redis its queue lives in memory.
            isDurable: (process.env.REDIS_URL ?? "") !== "",
            make: (appUrl: string) => makeOfficial(binary, appUrl),
          },
        ]),
  ];
}

async function makeEmbedded(appUrl: string): Promise<ServerUnderTest> {
  const database = await createTestDatabase();
  const port = await findFreePort();
  const main = join(ROOT, "local", "inngest-server", "main.ts");
  const command = [process.execPath, "--import", "tsx", main];
  const environment = {
    INNGEST_SERVER_PORT: String(port),
    INNGEST_SERVER_DATABASE_URL: database.url,
    INNGEST_SERVER_EVENT_KEY: EVENT_KEY,
    INNGEST_SERVER_SIGNING_KEY: SIGNING_KEY_HEX,
    INNGEST_SERVER_APP_URL: appUrl,
    INNGEST_SERVER_RETRY_SECONDS: "1",
  };
  return asProcess(port, appUrl, { command, environment }, () =>
    database.drop(),
  );
}

/** `inngest start`: on SQLite unless DATABASE_URL is set, its queue in memory unless REDIS_URL is. */
async function makeOfficial(
  binary: string,
  appUrl: string,
): Promise<ServerUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "inngest-official-"));
  const port = await findFreePort();
  const { DATABASE_URL = "", REDIS_URL = "" } = process.env;
  const command = [
    ...[binary, "start", "--host", "127.0.0.1", "--port", String(port)],
    ...["--signing-key", SIGNING_KEY_HEX, "--event-key", EVENT_KEY],
    ...["--sdk-url", appUrl, "--retry-interval", "1", "--no-ui"],
    ...["--connect-gateway-port", String(await findFreePort())],
    ...(DATABASE_URL === ""
      ? ["--sqlite-dir", folder]
      : ["--postgres-uri", DATABASE_URL]),
    ...(REDIS_URL === "" ? [] : ["--redis-uri", REDIS_URL]),
  ];
  const remove = () => rm(folder, { recursive: true, force: true });
  return asProcess(port, appUrl, { command, environment: {} }, remove);
}

function asProcess(
  port: number,
  appUrl: string,
  plan: { command: string[]; environment: Record<string, string> },
  remove: () => Promise<void>,
): ServerUnderTest {
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const kill = async () => {
    const running = child;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
    child = undefined;
  };
  return {
    url,
    async start() {
      const [program = "", ...args] = plan.command;
      child = spawn(program, args, {
        stdio: "ignore",
        env: { ...process.env, ...plan.environment },
      });
      await until(async () => (await fetch(`${url}/health`)).ok);
      await until(async () => {
        const answer = await fetch(appUrl, { method: "PUT" });
        return answer.ok && (await answer.text()).includes("Successfully");
      });
    },
    kill,
    async remove() {
      await kill();
      await remove();
    },
  };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  while (!(await isTrue().catch(() => false))) {
    if (Date.now() > deadline) throw new Error("The server does not get ready");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
