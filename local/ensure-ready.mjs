import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** What the build is made from, beside the dependencies. */
const BUILD_SOURCES = [
  "app",
  "components",
  "inngest",
  "lib",
  "instrumentation.ts",
  "next.config.mjs",
  "pages",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
/** Building reads no secret: these only let modules load. */
const BUILD_ENVIRONMENT = {
  DATABASE_URL: "postgresql://build@127.0.0.1:1/build",
  NEXTAUTH_SECRET: "only for the build",
  CREDENTIALS_KEY: Buffer.alloc(32).toString("base64"),
  NEXT_TELEMETRY_DISABLED: "1",
  NODE_ENV: "production",
  LOG_LEVEL: "silent",
};

/**
 * What a fresh clone lacks: dependencies, the Prisma client and, if asked, the
 * build. Each is done again when what it was made from has changed. Plain
 * JavaScript: it runs before TypeScript can. Throws when a step fails; a
 * signal ends the step and the process.
 */
export async function ensureReady({ root, log, build = false }) {
  await step({
    root,
    log,
    name: "dependencies",
    title: "Installing dependencies (a minute or two the first time)",
    from: ["package-lock.json"],
    made: "node_modules/.package-lock.json",
    // Building needs the development dependencies, whatever NODE_ENV says.
    command: [
      "npm",
      ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"],
    ],
  });
  await step({
    root,
    log,
    name: "prisma-client",
    title: "Generating the Prisma client",
    from: ["package-lock.json", ...listFiles(root, "prisma/schema")],
    made: "lib/generated/prisma/client.ts",
    command: [process.execPath, ["prisma/tools/generate.mjs", "--quiet"]],
  });
  if (!build) return;
  await step({
    root,
    log,
    name: "build",
    title: "Building (half a minute)",
    from: [
      "package-lock.json",
      ...BUILD_SOURCES.flatMap((path) => listFiles(root, path)),
    ],
    made: ".next/BUILD_ID",
    command: [process.execPath, ["node_modules/next/dist/bin/next", "build"]],
    environment: BUILD_ENVIRONMENT,
    quiet: true,
  });
}

async function step({
  root,
  log,
  name,
  title,
  from,
  made,
  command,
  environment = {},
  quiet = false,
}) {
  const stamps = join(root, "node_modules", ".sluice");
  const stamp = join(stamps, name);
  const digest = digestOf(root, from);
  const last = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (last === digest && existsSync(join(root, made))) return;
  log(`${title} …`);
  const startedAt = Date.now();
  await run(root, command, environment, quiet, title);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, digest);
  log(`  done in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

async function run(root, [program, args], environment, quiet, title) {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    env: { ...process.env, ...environment },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => output.push(chunk));
  const end = () => {
    child.kill("SIGTERM");
    child.once("exit", () => process.exit(0));
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  const status = await new Promise((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  process.off("SIGINT", end).off("SIGTERM", end);
  if (status === 0) return;
  const shown = Buffer.concat(output).toString("utf8").trim();
  throw new Error(
    `${title} failed${shown === "" ? "; the lines above say why" : `:\n${shown}`}`,
  );
}

function digestOf(root, files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** All files of a folder, or the file itself, or nothing where there is none; tests are left out. */
function listFiles(root, path) {
  if (!existsSync(join(root, path))) return [];
  try {
    return readdirSync(join(root, path), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap(({ name }) =>
        name === "generated" || name.includes(".test.")
          ? []
          : listFiles(root, `${path}/${name}`),
      );
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    throw error;
  }
}
