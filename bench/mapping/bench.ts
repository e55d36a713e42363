import { medianOf, type Bench, type BenchResult } from "../bench";
import { inProcesses } from "../in-processes";
import { benchPreview } from "./preview";
import type { raceMappings } from "./races";

const PROCESSES = 5;

/** Our engine beside Segment's, JSONata and code written for this one mapping. */
export const mappingBench: Bench = {
  name: "mapping",
  async run(): Promise<BenchResult[]> {
    const file = new URL("race-process.ts", import.meta.url);
    const runs = await inProcesses<Races>(file, PROCESSES);
    return [
      medianOf(runs.map(([withoutJson]) => withoutJson)),
      medianOf(runs.map(([, withJson]) => withJson)),
      await benchPreview(),
    ];
  },
};

type Races = Awaited<ReturnType<typeof raceMappings>>;
