import {
  median,
  moreIsBetter,
  roundsOr,
  type Bench,
  type BenchResult,
} from "../bench";
import { inProcess } from "../in-processes";
import { connectionsOf } from "../stack/api";
import { withStack, type Stack } from "../stack/stack";
import type { IngestTask } from "./task";

const ROUNDS = roundsOr(5);
const SHAPES = [
  { bench: "ingest", records: 100_000, recordsPerRequest: 500, connections: 4 },
  {
    bench: "ingest-small",
    records: 8_000,
    recordsPerRequest: 1,
    connections: 32,
  },
];

/**
 * Records a second that the web process takes over HTTP, each answered after
 * its commit, against the same statements with the same batches called without
 * our app. `ingest-small` is one record a request: there gathering wins back
 * what HTTP costs.
 */
export const ingestBench: Bench = {
  name: "ingest",
  run: () => withStack(measure),
};

async function measure(stack: Stack): Promise<BenchResult[]> {
  const heap = await connectionsOf(stack).aHeapConnection();
  const results: BenchResult[] = [];
  let from = 0;
  for (const { bench, ...shape } of SHAPES) {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const task = (): IngestTask => {
        const first = from;
        from += shape.records;
        return {
          ...{ ...shape, from: first, ingestUrl: heap.ingestUrl },
          ...{ databaseUrl: stack.databaseUrl, connectionId: heap.id },
        };
      };
      ours.push(await runProcess("sender-process.ts", task()));
      bare.push(await runProcess("bare-process.ts", task()));
    }
    results.push(
      moreIsBetter(bench, "records/s", median(ours), {
        "bare-insert": median(bare),
      }),
    );
  }
  return results;
}

const runProcess = (file: string, task: IngestTask) =>
  inProcess<number>(new URL(file, import.meta.url), task);
