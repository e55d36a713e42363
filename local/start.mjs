import { join } from "node:path";
import { ensureReady } from "./ensure-ready.mjs";

// `npm start` and `npm run dev`: the one file that must run before anything is
// installed, hence plain JavaScript.
const root = join(import.meta.dirname, "..");
const isDev = process.argv.includes("--dev");

try {
  await ensureReady({ root, log: console.log, build: !isDev });
  const { register } = await import("tsx/esm/api");
  register();
  const { start } = await import("./start.ts");
  await start({ root, isDev });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
