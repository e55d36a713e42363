import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureReady } from "../local/ensure-ready.mjs";

// `npm run bench`: from a fresh clone too, so dependencies come first.
const root = join(import.meta.dirname, "..");
await ensureReady({ root, log: console.error });
const child = spawn(
  join(root, "node_modules", ".bin", "tsx"),
  [join(root, "bench", "main.ts"), ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
child.on("exit", (code) => process.exit(code ?? 1));
