import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureReady } from "../../local/ensure-ready.mjs";

// `npm run test:inngest`: the suite of durable functions against the embedded server and,
// when INNGEST_SERVER_BIN names the official binary, against that one too.
const root = join(import.meta.dirname, "..", "..");
const binary = process.env.INNGEST_SERVER_BIN ?? "";

await ensureReady({ root, log: console.log });
console.log(
  binary === ""
    ? "INNGEST_SERVER_BIN is not set: only the embedded server is tested."
    : `Testing the embedded server and ${binary}.`,
);
const vitest = join(root, "node_modules", ".bin", "vitest");
const child = spawn(vitest, ["run", "--project", "inngest"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, INNGEST_SUITE: "thorough" },
});
child.once("close", (code) => process.exit(code ?? 1));
