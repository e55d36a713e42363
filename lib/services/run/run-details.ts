import type { Run } from "../../generated/prisma/client";
import { readReplays } from "../replay/read";
import { readComparisons } from "../snapshot/read-comparisons";
import { toRunDto, type RunDetails } from "./run-dto";
import type { RunDto } from "./schemas";

/** What runs of their kinds take or compare, by the run's id. */
export async function readDetails(
  runs: readonly Pick<Run, "id" | "trigger">[],
): Promise<RunDetails> {
  const [replays, comparisons] = await Promise.all([
    readReplays(runs),
    readComparisons(runs),
  ]);
  return { replays, comparisons };
}

/** A run as people see it, with what it replays or compares. */
export async function withDetails(run: Run): Promise<RunDto> {
  return toRunDto(run, await readDetails([run]));
}
