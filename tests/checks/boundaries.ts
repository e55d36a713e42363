import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  cruise,
  type ICruiseResult,
  type IFlattenedRuleSet,
} from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { breaches } from "./breaches";

// A cruiser that can't read a file reports no breach of it. So this check counts
// what it saw, and proves with one planted breach per rule that each rule bites.
const ROOT = join(import.meta.dirname, "..", "..");
const FOLDERS = [
  "app",
  "pages",
  "components",
  "lib",
  "inngest",
  "local",
  "prisma",
  "tests",
  "e2e",
];

type Config = {
  forbidden: { name: string }[];
  options: Record<string, unknown>;
};
const config = createRequire(import.meta.url)(
  "../../.dependency-cruiser.cjs",
) as Config;

const problems = [...(await checkProject()), ...(await checkPlantedBreaches())];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

async function checkProject(): Promise<string[]> {
  const files = listSources();
  const result = await cruiseIn(
    ROOT,
    FOLDERS.filter((folder) =>
      files.some((file) => file.startsWith(`${folder}/`)),
    ),
  );
  const seen = new Set(result.modules.map(({ source }) => source));
  const unseen = files.filter((file) => !seen.has(file));
  console.log(
    `  ${files.length - unseen.length} of ${files.length} files seen, ${config.forbidden.length} rules`,
  );
  return [
    ...unseen.map((file) => `${file} was not seen by the folder check`),
    ...result.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
    ),
  ];
}

async function checkPlantedBreaches(): Promise<string[]> {
  const problems: string[] = [];
  for (const { name } of config.forbidden) {
    const files = breaches[name];
    if (files === undefined)
      problems.push(`no breach is planted for the rule ${name}`);
    else if (!(await isCaught(name, files)))
      problems.push(`the rule ${name} missed its planted breach`);
  }
  return problems;
}

async function isCaught(
  name: string,
  files: Record<string, string>,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-breach-"));
  try {
    for (const [path, text] of Object.entries({
      ...files,
      "tsconfig.json": readFileSync(join(ROOT, "tsconfig.json"), "utf8"),
    })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const result = await cruiseIn(folder, Object.keys(files));
    return result.summary.violations.some(({ rule }) => rule.name === name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function cruiseIn(
  baseDir: string,
  paths: string[],
): Promise<ICruiseResult> {
  const ruleSet = { forbidden: config.forbidden } as IFlattenedRuleSet;
  // Not the tsconfig's paths: with them the cruiser takes `inngest`, the package,
  // for our folder of that name.
  const { output } = await cruise(
    paths,
    { ...config.options, baseDir, validate: true, ruleSet },
    { alias: { "@": baseDir } },
    { tsConfig: extractTSConfig(join(baseDir, "tsconfig.json")) },
  );
  if (typeof output === "string") throw new Error(output);
  return output;
}

function listSources(): string[] {
  const patterns = FOLDERS.flatMap((folder) => [
    `${folder}/*.ts`,
    `${folder}/*.tsx`,
  ]);
  const args = [
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    ...patterns,
  ];
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
}
