import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Bench, BenchResult } from "./bench";
import { diffBench } from "./diff/bench";
import { pagesBench } from "./editor/bench";
import { ingestBench } from "./ingest/bench";
import { isolationBench } from "./isolation/bench";
import { latencyBench } from "./latency/bench";
import { memoryBench } from "./memory/bench";
import { pipelineBench } from "./pipeline/bench";
import { rateBench } from "./rate/bench";
import { runsListBench } from "./runs-list/bench";
import { mappingBench } from "./mapping/bench";

const BENCHES: readonly Bench[] = [
  mappingBench,
  ingestBench,
  pipelineBench,
  latencyBench,
  isolationBench,
  rateBench,
  memoryBench,
  diffBench,
  runsListBench,
  pagesBench,
];

const { values } = parseArgs({
  options: { only: { type: "string" }, json: { type: "string" } },
});
const chosen = BENCHES.filter(
  ({ name }) => values.only === undefined || name === values.only,
);
if (chosen.length === 0) {
  const names = BENCHES.map(({ name }) => name).join(", ");
  console.error(`There is no bench ${values.only ?? ""}. There are: ${names}`);
  process.exit(2);
}
const results: BenchResult[] = [];
for (const bench of chosen) {
  console.error(`Running ${bench.name} …`);
  results.push(...(await bench.run()));
}
print(results);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);

/** A line for ours and one for each peer, with how many times ours is better. */
function print(rows: readonly BenchResult[]): void {
  console.log(line("bench", "who", "value", "ours is better by"));
  for (const row of rows) {
    const { bench, ours, unit, peers } = row;
    console.log(line(bench, "ours", `${shown(ours)} ${unit}`, ""));
    for (const [peer, value] of Object.entries(peers))
      console.log(
        line("", peer, `${shown(value)} ${unit}`, shownRatio(row, peer)),
      );
  }
}

function shownRatio({ ratios, ratioSpreads }: BenchResult, peer: string) {
  const spread = ratioSpreads?.[peer];
  return `× ${shown(ratios[peer] ?? 0)}${
    spread === undefined ? "" : ` (${spread.map(shown).join(" to ")})`
  }`;
}

function line(...[bench = "", who = "", value = "", ratio = ""]: string[]) {
  return `${bench.padEnd(30)}${who.padEnd(20)}${value.padStart(24)}   ${ratio}`.trimEnd();
}

function shown(value: number) {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
