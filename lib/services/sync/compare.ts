import {
  compareDecisions,
  type Comparison,
} from "../../sync/compare-decisions";
import type { VerbArgs } from "../context";
import { definitionOfVersion } from "./version-definition";
import { decisionOf, latestRecords, prepareTrial, TrialInput } from "./trial";

const RECORDS = 1_000;

/** What publishing would change: the draft and the running version, each over the last 1,000 real records. */
export async function compareSync({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<Comparison> {
  const { definition: given } = TrialInput.parse(input.body ?? {});
  const trial = await prepareTrial(ctx, input.id, given);
  const { row, definition } = trial;
  const published =
    row.version === null
      ? null
      : await decisionOf(row, await definitionOfVersion(row.id, row.version));
  const records = await latestRecords(definition, RECORDS);
  return compareDecisions(
    records.map((record) => ({
      draft: trial.decide(record),
      published: published?.(record) ?? null,
    })),
  );
}
