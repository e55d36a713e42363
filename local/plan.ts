import { join } from "node:path";
import type { ChildPlan } from "./children";
import type { Ports, Secrets } from "./kept-state";
import { hasOwnInngest, wantsSandbox, type Settings } from "./settings";

const DEMO_EMAIL = "demo@sluice.local";

/** glibc keeps memory for each of many threads otherwise, and gives little of it back. */
const WORKER_ENVIRONMENT = { MALLOC_ARENA_MAX: "2" };

export type PlanInput = {
  root: string;
  isDev: boolean;
  settings: Settings;
  dataDir: string;
  ports: Ports;
  databaseUrl: string;
  secrets: Secrets;
};

export type Plan = {
  children: ChildPlan[];
  bootstrapEnv: Record<string, string>;
  /** All answer 200 once records can flow. */
  readyUrls: string[];
};

/** Which processes run, with which arguments and settings. Pure. */
export function planChildren(input: PlanInput): Plan {
  const { settings, ports, isDev } = input;
  const appEnv = appEnvironment(input);
  const workerPort = isDev ? settings.PORT : ports.worker;
  const embedsInngest = !hasOwnInngest(settings);
  const children = [
    ...(embedsInngest ? [inngestServer(input, workerPort)] : []),
    ...(wantsSandbox(settings) ? [sandbox(input)] : []),
    ...(isDev
      ? [
          next(input, "web", ["dev", "-p", String(settings.PORT)], {
            ...appEnv,
            SLUICE_ROLE: "all",
          }),
        ]
      : [
          next(
            input,
            "worker",
            ["start", "-H", "127.0.0.1", "-p", String(ports.worker)],
            { ...appEnv, ...WORKER_ENVIRONMENT, SLUICE_ROLE: "worker" },
            preload(input, "small-heap.mjs"),
          ),
          next(input, "web", ["start", "-p", String(settings.PORT)], {
            ...appEnv,
            SLUICE_ROLE: "web",
          }),
        ]),
  ];
  return {
    children,
    bootstrapEnv: { ...appEnv, ...bootstrapEnvironment(input) },
    readyUrls: [
      ...(embedsInngest ? [`http://127.0.0.1:${ports.inngest}/ready`] : []),
      `http://127.0.0.1:${settings.PORT}/api/health`,
    ],
  };
}

function appEnvironment({
  settings,
  databaseUrl,
  secrets,
  ports,
  isDev,
}: PlanInput): Record<string, string> {
  const sandboxHosts = [
    `localhost:${settings.SANDBOX_PORT}`,
    `127.0.0.1:${settings.SANDBOX_PORT}`,
  ];
  const allow = [
    settings.OUTBOUND_ALLOW,
    ...(wantsSandbox(settings) ? sandboxHosts : []),
  ];
  return {
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.PORT),
    DATABASE_URL: databaseUrl,
    CREDENTIALS_KEY: settings.CREDENTIALS_KEY ?? secrets.credentialsKey,
    NEXTAUTH_SECRET: settings.NEXTAUTH_SECRET ?? secrets.nextAuthSecret,
    NEXTAUTH_URL: settings.NEXTAUTH_URL ?? `http://localhost:${settings.PORT}`,
    SANDBOX: wantsSandbox(settings) ? "1" : "0",
    SANDBOX_PORT: String(settings.SANDBOX_PORT),
    OUTBOUND_ALLOW: allow.filter((part) => part !== "").join(","),
    ...(hasOwnInngest(settings)
      ? {}
      : {
          INNGEST_BASE_URL: `http://127.0.0.1:${ports.inngest}`,
          INNGEST_EVENT_KEY: secrets.inngestEventKey,
          INNGEST_SIGNING_KEY: secrets.inngestSigningKey,
        }),
  };
}

function bootstrapEnvironment({
  settings,
  secrets,
}: PlanInput): Record<string, string> {
  const { BOOTSTRAP_EMAIL, BOOTSTRAP_PASSWORD, BOOTSTRAP_API_KEY } = settings;
  const owner =
    BOOTSTRAP_EMAIL !== undefined && BOOTSTRAP_PASSWORD !== undefined
      ? { BOOTSTRAP_EMAIL, BOOTSTRAP_PASSWORD }
      : {
          BOOTSTRAP_EMAIL: DEMO_EMAIL,
          BOOTSTRAP_PASSWORD: secrets.demoPassword,
          BOOTSTRAP_DEMO: "1",
        };
  return {
    ...owner,
    ...(BOOTSTRAP_API_KEY === undefined ? {} : { BOOTSTRAP_API_KEY }),
  };
}

const preload = ({ root }: PlanInput, file: string) => [
  "--import",
  `file://${join(root, "local", file)}`,
];

const withParent = (input: PlanInput) => preload(input, "exit-with-parent.mjs");

function next(
  input: PlanInput,
  name: string,
  args: string[],
  env: Record<string, string>,
  flags: string[] = [],
): ChildPlan {
  const program = join(
    input.root,
    "node_modules",
    "next",
    "dist",
    "bin",
    "next",
  );
  return {
    name,
    cwd: input.root,
    args: [...withParent(input), ...flags, program, ...args],
    env,
  };
}

function inngestServer(input: PlanInput, workerPort: number): ChildPlan {
  const { root, dataDir, ports, secrets, databaseUrl } = input;
  return {
    name: "inngest",
    cwd: root,
    args: [
      ...withParent(input),
      "--import",
      "tsx",
      join(root, "local", "inngest-server", "main.ts"),
      dataDir,
    ],
    env: {
      INNGEST_SERVER_PORT: String(ports.inngest),
      INNGEST_SERVER_DATABASE_URL: databaseUrl,
      INNGEST_SERVER_EVENT_KEY: secrets.inngestEventKey,
      INNGEST_SERVER_SIGNING_KEY: secrets.inngestSigningKey,
      INNGEST_SERVER_APP_URL: `http://127.0.0.1:${workerPort}/api/inngest`,
    },
  };
}

function sandbox(input: PlanInput): ChildPlan {
  const { root, dataDir, settings } = input;
  return {
    name: "sandbox",
    cwd: root,
    args: [
      ...withParent(input),
      "--import",
      "tsx",
      join(root, "local", "sandbox", "main.ts"),
      dataDir,
    ],
    env: {
      SANDBOX_PORT: String(settings.SANDBOX_PORT),
      SANDBOX_DATA_DIR: join(dataDir, "sandbox"),
      SANDBOX_APP_URL: `http://localhost:${settings.PORT}`,
    },
  };
}
