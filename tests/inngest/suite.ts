import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { Inngest } from "inngest";
import { z } from "zod";
import { findFreePort } from "../../local/ports";
import {
  EVENT_KEY,
  SIGNING_KEY,
  type ServerKind,
  type ServerUnderTest,
} from "./server-under-test";

const Told = z.object({
  name: z.string(),
  value: z.unknown().optional(),
  atMs: z.number(),
});
type Told = z.infer<typeof Told>;
const Ended = z.object({
  function_id: z.string(),
  run_id: z.string(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  _inngest: z.object({ status: z.string() }),
});
type Ended = z.infer<typeof Ended>;

export type Suite = {
  client: Inngest;
  server: ServerUnderTest;
  /** What functions told under this name so far. */
  told(name: string): Told[];
  untilTold(name: string, count?: number, msMax?: number): Promise<Told[]>;
  /** The ended runs of a function, once there are that many. */
  untilEnded(id: string, count?: number): Promise<Ended[]>;
  killApp(): Promise<void>;
  startApp(): Promise<void>;
  close(): Promise<void>;
};

/** A server of the kind, and an app with the suite's functions, each a process of its own. */
export async function startSuite(kind: ServerKind): Promise<Suite> {
  const appPort = await findFreePort();
  const server = await kind.make(`http://127.0.0.1:${appPort}/api/inngest`);
  const keys = { eventKey: EVENT_KEY, signingKey: SIGNING_KEY };
  const client = new Inngest({
    ...{ id: "durable", baseUrl: server.url, isDev: false, ...keys },
  });
  const messages: Told[] = [];
  const told = (name: string) =>
    messages.filter((message) => message.name === name);
  const ended = (id: string) =>
    told("ended")
      .map(({ value }) => Ended.parse(value))
      .filter((run) => run.function_id === `durable-${id}`);
  let app: ChildProcess | undefined;
  const suite: Suite = {
    client,
    server,
    told,
    untilTold: (name, count = 1, msMax) =>
      enough(() => told(name), count, name, msMax),
    untilEnded: (id, count = 1) => enough(() => ended(id), count, id),
    async startApp() {
      const before = told("listening").length;
      app = launchApp(appPort, server.url);
      app.on("message", (message) => messages.push(Told.parse(message)));
      await suite.untilTold("listening", before + 1);
    },
    killApp: () => killed(app),
    async close() {
      await killed(app);
      await server.remove();
    },
  };
  await suite.startApp();
  await server.start();
  return suite;
}

function launchApp(port: number, serverUrl: string): ChildProcess {
  const main = join(import.meta.dirname, "app-process.ts");
  return spawn(process.execPath, ["--import", "tsx", main], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: {
      ...process.env,
      APP_PORT: String(port),
      INNGEST_BASE_URL: serverUrl,
      INNGEST_EVENT_KEY: EVENT_KEY,
      INNGEST_SIGNING_KEY: SIGNING_KEY,
    },
  });
}

async function killed(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

async function enough<Item>(
  read: () => Item[],
  count: number,
  what: string,
  msMax = 90_000,
): Promise<Item[]> {
  const deadline = Date.now() + msMax;
  while (read().length < count) {
    if (Date.now() > deadline)
      throw new Error(`Waited in vain for ${count} of ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return read();
}
