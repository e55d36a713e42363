import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureReady } from "../local/ensure-ready.mjs";

// `npm test`: everything, summed into one last line. What only computes runs side
// by side; what starts servers and kills them follows, one suite after the other.
const root = join(import.meta.dirname, "..");
const cache = join(root, ".cache");
const totals = { passed: 0, failed: 0, skipped: 0 };

/** Each check counts as one test; the suites count theirs. */
const checks = [
  ["Types", ["tsc", "--noEmit"]],
  ["Lint", ["eslint", "."]],
  ["Format", ["prettier", "--check", ".", "--log-level", "warn"]],
  ["Folder rules", ["tsx", "tests/checks/boundaries.ts"]],
  ["Paths named in docs", ["tsx", "tests/checks/doc-paths.ts"]],
  ["Documented functions", ["tsx", "tests/checks/function-docs.ts"]],
  ["Dead code", ["knip"]],
  ["Migrations match the schema", ["tsx", "prisma/tools/drift.ts"]],
];

await ensureReady({ root, log: console.log, build: true });
mkdirSync(cache, { recursive: true });
console.log("\nRunning checks, unit and integration tests side by side …");
await Promise.all([
  runInTurn(checks.map((check) => () => runCheck(check))),
  runInTurn(["unit", "integration"].map((name) => () => runSuite(name))),
]);
await runInTurn(
  ["inngest", "local", "system"].map((name) => () => runSuite(name)),
);
await runBrowserSuite();

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 ? 0 : 1);

async function runInTurn(tasks) {
  for (const task of tasks) await task();
}

async function runCheck([title, command]) {
  const status = await run(title, command);
  totals[status === 0 ? "passed" : "failed"] += 1;
}

async function runSuite(project) {
  const report = join(cache, `vitest-${project}.json`);
  rmSync(report, { force: true });
  const status = await run(`Tests: ${project}`, [
    ...["vitest", "run", "--project", project, "--reporter", "default"],
    ...["--reporter", "json", "--outputFile.json", report],
  ]);
  const result = readJson(report, {
    ...{ numPassedTests: 0, numFailedTests: 0 },
    ...{ numPendingTests: 0, numTodoTests: 0 },
  });
  totals.passed += result.numPassedTests;
  totals.skipped += result.numPendingTests + result.numTodoTests;
  // A suite that could not even load has no failed tests, but has failed.
  totals.failed += status === 0 ? 0 : Math.max(1, result.numFailedTests);
}

async function runBrowserSuite() {
  const report = join(cache, "playwright.json");
  rmSync(report, { force: true });
  const status = await run("Tests: browser", [
    ...["playwright", "test", "-c", "e2e/playwright.config.ts"],
  ]);
  const { stats } = readJson(report, {
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
  });
  totals.passed += stats.expected + stats.flaky;
  totals.skipped += stats.skipped;
  totals.failed += status === 0 ? 0 : Math.max(1, stats.unexpected);
}

/** A suite that ended early left no report. */
function readJson(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return otherwise;
  }
}

/** Shows the output as one block when the program has ended; answers its exit code. */
async function run(title, [program, ...args]) {
  const startedAt = Date.now();
  console.log(`  ${title} …`);
  const child = spawn(join(root, "node_modules", ".bin", program), args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => output.push(chunk));
  const status = await new Promise((resolve) => child.once("close", resolve));
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const text = Buffer.concat(output).toString("utf8").trimEnd();
  const verdict = status === 0 ? "passed" : "FAILED";
  console.log(`\n${title}: ${verdict} in ${seconds} s`);
  if (text !== "") console.log(text);
  return status;
}
