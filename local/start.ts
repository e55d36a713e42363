import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate, requireReachable } from "../prisma/tools/migrate";
import { createChildren, type Children } from "./children";
import { startDatabase, type LocalDatabase } from "./database";
import { lockInstance } from "./instance-lock";
import { keepPorts, keepSecrets } from "./kept-state";
import { planChildren, type Plan } from "./plan";
import { isPortFree } from "./ports";
import {
  openDataDir,
  readSettings,
  wantsSandbox,
  type Settings,
} from "./settings";
import { createTerminal } from "./terminal";

const READY_MS_MAX = 120_000;

type Stack = { children: Children | null; database: LocalDatabase | null };

/**
 * The supervisor behind `npm start`: brings everything up in order, prints one
 * line when records can flow, keeps it running, and takes it down in reverse.
 */
export async function start({
  root,
  isDev,
}: {
  root: string;
  isDev: boolean;
}): Promise<void> {
  const settings = readSettings(process.env);
  const dataDir = openDataDir(settings.DATA_DIR);
  const unlock = lockInstance(dataDir);
  await requireFreePorts(settings);
  const terminal = createTerminal();
  const stack: Stack = { children: null, database: null };
  const stop = createStop(stack, unlock);
  process.on("SIGINT", () => stop(0)).on("SIGTERM", () => stop(0));
  try {
    const ports = await keepPorts(dataDir);
    stack.database = await openDatabase(settings, {
      dataDir,
      port: ports.postgres,
      onLog: terminal.log,
      onHopeless: () => {
        terminal.log("PostgreSQL can't be kept running; giving up.");
        stop(1);
      },
    });
    const databaseUrl = stack.database.url;
    const plan = planChildren({
      root,
      isDev,
      settings,
      dataDir,
      ports,
      databaseUrl,
      secrets: keepSecrets(dataDir),
    });
    terminal.log("Applying migrations …");
    await migrate(databaseUrl);
    await bootstrap(root, plan, terminal.log);
    terminal.log("Starting the processes …");
    stack.children = createChildren({
      onLine: terminal.log,
      onHopeless: (name) => {
        terminal.log(
          `The ${name} process ended five times within a minute; giving up.`,
        );
        stop(1);
      },
    });
    for (const child of plan.children) stack.children.start(child);
    await untilHealthy(plan.readyUrls);
    terminal.log(`Ready on http://localhost:${settings.PORT}`);
  } catch (error) {
    terminal.log(error instanceof Error ? error.message : String(error));
    stop(1);
  }
}

async function requireFreePorts(settings: Settings): Promise<void> {
  const wanted = [
    { name: "PORT", port: settings.PORT, host: "0.0.0.0" },
    ...(wantsSandbox(settings)
      ? [
          {
            name: "SANDBOX_PORT",
            port: settings.SANDBOX_PORT,
            host: "127.0.0.1",
          },
        ]
      : []),
  ];
  for (const { name, port, host } of wanted) {
    if ((await isPortFree(port, host)) && (await isPortFree(port))) continue;
    throw new Error(`Port ${port} is taken; set ${name} to another one.`);
  }
}

async function openDatabase(
  { DATABASE_URL: url }: Settings,
  embedded: Parameters<typeof startDatabase>[0],
): Promise<LocalDatabase> {
  if (url !== undefined) {
    await requireReachable(url);
    return { url, stop: () => Promise.resolve() };
  }
  embedded.onLog("Starting PostgreSQL …");
  return startDatabase(embedded);
}

/** First owner, workspace and key; in a process of its own, since only the app knows how. */
async function bootstrap(
  root: string,
  plan: Plan,
  log: (line: string) => void,
): Promise<void> {
  const script = join(root, "prisma", "seed", "bootstrap-command.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    cwd: root,
    env: { ...process.env, ...plan.bootstrapEnv },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0)
    throw new Error(`The first owner could not be made: ${output.trim()}`);
  if (output.trim() !== "") log(output.trim());
}

async function untilHealthy(urls: string[]): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  for (const url of urls) {
    while (!(await isOk(url))) {
      if (Date.now() > deadline)
        throw new Error(
          `Not ready after two minutes: ${url} does not answer 200.`,
        );
      await sleep(100);
    }
  }
}

const isOk = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );

/** Clients first, the database last. A second signal changes nothing. */
function createStop(stack: Stack, unlock: () => void) {
  let isStopping = false;
  return (code: number) => {
    if (isStopping) return;
    isStopping = true;
    void (async () => {
      await stack.children?.stop();
      await stack.database?.stop();
      unlock();
      process.exit(code);
    })();
  };
}
