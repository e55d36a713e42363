import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

// Docs go stale quietly: every path that one names must exist. A path is a link's
// target, or code in backticks that begins with one of our folders.
const ROOT = join(import.meta.dirname, "..", "..");
const LINK = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g;
const CODE =
  /`((?:app|components|lib|inngest|prisma|local|e2e|tests|bench|docs)\/[\w./[\]()-]*)`/g;

const missing = listDocs().flatMap(missingPaths);
for (const line of missing) console.error(line);
process.exitCode = missing.length === 0 ? 0 : 1;

function listDocs(): string[] {
  const args = [
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    "*.md",
  ];
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
}

function missingPaths(doc: string): string[] {
  const text = readFileSync(join(ROOT, doc), "utf8");
  const links = [...text.matchAll(LINK)].map((match) =>
    join(dirname(doc), match[1] ?? ""),
  );
  const paths = [...text.matchAll(CODE)].map((match) => match[1] ?? "");
  return [...links, ...paths]
    .filter((path) => !existsSync(join(ROOT, path)))
    .map((path) => `${doc} names ${path}, which does not exist`);
}
