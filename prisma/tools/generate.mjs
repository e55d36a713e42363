import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// `prisma generate` needs no schema engine, but its command line would download
// one at start and fail offline: any executable in its place lets it go on.
const root = join(import.meta.dirname, "..", "..");
const placeholder = join(root, ".cache", "no-schema-engine");
mkdirSync(join(root, ".cache"), { recursive: true });
writeFileSync(placeholder, "#!/bin/sh\nexit 0\n");
chmodSync(placeholder, 0o755);
const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const { status } = spawnSync(process.execPath, [cli, "generate"], {
  cwd: root,
  stdio: process.argv.includes("--quiet")
    ? ["ignore", "ignore", "inherit"]
    : "inherit",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: placeholder,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});
process.exit(status ?? 1);
