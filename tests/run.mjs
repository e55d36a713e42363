import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureReady } from "../local/ensure-ready.mjs";

// `npm test`: everything, one step after the other, summed into one last line.
const root = join(import.meta.dirname, "..");
const report = join(root, ".cache", "vitest.json");
const browserReport = join(root, ".cache", "playwright.json");

/** Each check counts as one test; the suites count theirs. */
const checks = [
  ["Types", ["tsc", "--noEmit"]],
  ["Lint", ["eslint", "."]],
  ["Format", ["prettier", "--check", ".", "--log-level", "warn"]],
  ["Folder rules", ["tsx", "tests/checks/boundaries.ts"]],
  ["Paths named in docs", ["tsx", "tests/checks/doc-paths.ts"]],
  ["Dead code", ["knip"]],
  ["Migrations match the schema", ["tsx", "prisma/tools/drift.ts"]],
];

await ensureReady({ root, log: console.log, build: true });
mkdirSync(join(root, ".cache"), { recursive: true });
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const [title, [command, ...args]] of checks) {
  console.log(`\n${title}`);
  const passed = run(command, args) === 0;
  totals[passed ? "passed" : "failed"] += 1;
  console.log(passed ? "  passed" : "  FAILED");
}
for (const project of ["unit", "integration", "local", "system"])
  addSuite(project);

addBrowserSuite();

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 ? 0 : 1);

function addSuite(project) {
  console.log(`\nTests: ${project}`);
  rmSync(report, { force: true });
  const status = run("vitest", [
    ...["run", "--project", project, "--reporter", "default"],
    ...["--reporter", "json", "--outputFile.json", report],
  ]);
  const result = readReport();
  totals.passed += result.numPassedTests;
  totals.skipped += result.numPendingTests + result.numTodoTests;
  // A suite that could not even load has no failed tests, but has failed.
  totals.failed += status === 0 ? 0 : Math.max(1, result.numFailedTests);
}

function addBrowserSuite() {
  console.log("\nTests: browser");
  rmSync(browserReport, { force: true });
  const status = run("playwright", ["test", "-c", "e2e/playwright.config.ts"]);
  const { stats } = readJson(browserReport, {
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
  });
  totals.passed += stats.expected + stats.flaky;
  totals.skipped += stats.skipped;
  totals.failed += status === 0 ? 0 : Math.max(1, stats.unexpected);
}

function readReport() {
  return readJson(report, {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
  });
}

/** A suite that ended early left no report. */
function readJson(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return otherwise;
  }
}

function run(command, args) {
  const bin = join(root, "node_modules", ".bin", command);
  return spawnSync(bin, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  }).status;
}
