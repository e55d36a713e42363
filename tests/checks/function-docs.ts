import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  FUNCTION_GROUPS,
  type FunctionRow,
  type Parameter,
} from "../../lib/mapping/functions/function-row";
import { FUNCTION_NAMES, FUNCTIONS } from "../../lib/mapping/functions/table";
import type { Json } from "../../lib/shared/json";

// The document of the mapping functions is written from the rows that the engine
// runs. `--write` writes it; without it a difference fails.
const FILE = join(
  import.meta.dirname,
  "../../docs/how-to/mapping-functions.md",
);
const HEAD =
  "# Functions of a mapping\n\nWritten by `npm run docs:functions` from `lib/mapping/functions/`. How a mapping is put together: [mapping.md](mapping.md).\n\n";

const wanted = HEAD + documentFunctions();
if (process.argv.includes("--write")) writeFileSync(FILE, wanted);
else if (readFileSync(FILE, "utf8") !== wanted) {
  console.error(
    "docs/how-to/mapping-functions.md is not what the functions say: npm run docs:functions",
  );
  process.exit(1);
}

function documentFunctions(): string {
  const sections = Object.entries(FUNCTION_GROUPS).map(([group, title]) => {
    const names = FUNCTION_NAMES.filter(
      (name) => FUNCTIONS[name].group === group,
    );
    const rows = names.map((name) => rowOf(name, FUNCTIONS[name]));
    return [
      `## ${title}`,
      "",
      "| function | what it does | parameters | examples |",
      "| --- | --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  return `${sections.join("\n\n")}\n`;
}

function rowOf(name: string, row: FunctionRow): string {
  const parameters = row.parameters.map(parameterText);
  if (row.rest !== undefined) parameters.push("any number of further values");
  const examples = row.examples.map(
    ({ args, options, result }) =>
      `\`${name}(${callText(args, options)})\` → ${result === undefined ? "a problem" : code(result)}`,
  );
  return `| \`${name}\` | ${cell(row.doc)} | ${cell(parameters.join("; ") || "none")} | ${cell(examples.join("; "))} |`;
}

function parameterText({
  name,
  reader,
  otherwise,
  isOptional,
}: Parameter): string {
  const wanted = `\`${name}\`: ${reader.expects}`;
  if (isOptional === true) return `${wanted}, may be left out`;
  if (otherwise === undefined) return wanted;
  return otherwise === Number.MAX_SAFE_INTEGER
    ? `${wanted}, otherwise the end`
    : `${wanted}, otherwise ${code(otherwise)}`;
}

function callText(args: Json[], options: object | undefined): string {
  return [
    ...args.map((arg) => JSON.stringify(arg)),
    ...Object.entries(options ?? {}).map(
      ([name, value]) => `${name}: ${JSON.stringify(value)}`,
    ),
  ].join(", ");
}

function code(value: Json): string {
  return `\`${JSON.stringify(value)}\``;
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
