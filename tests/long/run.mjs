import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureReady } from "../../local/ensure-ready.mjs";

// `npm run test:long`: every tests/long/*.long.test.ts, one after the other, with what
// they print as they go. Words behind `--` choose among them: `npm run test:long -- chaos`.
const root = join(import.meta.dirname, "..", "..");
const report = join(root, ".cache", "vitest-long.json");

await ensureReady({ root, log: console.log, build: true });
mkdirSync(join(root, ".cache"), { recursive: true });
rmSync(report, { force: true });
const vitest = spawn(
  join(root, "node_modules", ".bin", "vitest"),
  [
    ...["run", "--project", "long", "--reporter", "verbose"],
    ...["--disable-console-intercept", "--reporter", "json"],
    ...["--outputFile.json", report, ...process.argv.slice(2)],
  ],
  { cwd: root, stdio: "inherit" },
);
const status = await new Promise((resolve) => vitest.once("close", resolve));
const { numPassedTests: passed, numFailedTests: failed } = readReport();
console.log(
  `\n${passed} passed, ${status === 0 ? 0 : Math.max(1, failed)} failed`,
);
process.exit(status === 0 ? 0 : 1);

/** A run that ended early left no report. */
function readReport() {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}
