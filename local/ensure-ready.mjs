import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/**
 * What a fresh clone lacks: dependencies and the Prisma client. Each is done
 * again when what it was made from has changed. Plain JavaScript: it runs
 * before TypeScript can. Ends the process when a step fails.
 */
export function ensureReady({ root, log }) {
  step({
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
  step({
    root,
    log,
    name: "prisma-client",
    title: "Generating the Prisma client",
    from: ["package-lock.json", ...listFiles(root, "prisma/schema")],
    made: "lib/generated/prisma/client.ts",
    command: [process.execPath, ["prisma/tools/generate.mjs", "--quiet"]],
  });
}

function step({ root, log, name, title, from, made, command }) {
  const stamps = join(root, "node_modules", ".sluice");
  const stamp = join(stamps, name);
  const digest = digestOf(root, from);
  const last = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (last === digest && existsSync(join(root, made))) return;
  log(`${title} …`);
  const started = Date.now();
  const [program, args] = command;
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) {
    log(`${title} failed; the lines above say why.`);
    process.exit(1);
  }
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, digest);
  log(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
}

function digestOf(root, files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function listFiles(root, folder) {
  return readdirSync(join(root, folder))
    .sort()
    .map((name) => `${folder}/${name}`);
}
