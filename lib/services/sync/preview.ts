import { z } from "zod";
import type { Decision } from "../../sync/decide";
import type { VerbArgs } from "../context";
import type { PreviewResult } from "./schemas";
import { asArrived, latestRecords, prepareTrial, TrialInput } from "./trial";

const RECORDS_MAX = 100;
const LATEST_RECORDS = 10;

const PreviewInput = TrialInput.extend({
  records: z.array(z.record(z.string(), z.json())).max(RECORDS_MAX).optional(),
}).strict();

/** What the draft would send for these records, or for the latest real ones. Nothing is sent. */
export async function previewSync({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<PreviewResult[]> {
  const { records, definition: given } = PreviewInput.parse(input.body ?? {});
  const { definition, decide, problems } = await prepareTrial(
    ctx,
    input.id,
    given,
  );
  const tried =
    records?.map(asArrived) ??
    (await latestRecords(definition, LATEST_RECORDS));
  return tried.map((record) =>
    withProblems(toResult(decide(record)), problems),
  );
}

/** A mapping that is wrong itself sends nothing, whatever the record. */
function withProblems(
  result: PreviewResult,
  problems: PreviewResult["problems"],
): PreviewResult {
  if (problems.length === 0 || result.outcome === "filtered") return result;
  return {
    ...result,
    outcome: "invalid",
    problems: [...problems, ...result.problems],
  };
}

/** A decision as the API shows it; a plan's objections that are let go are warnings. */
export function toResult(decision: Decision): PreviewResult {
  switch (decision.outcome) {
    case "filtered":
      return {
        ...{ outcome: "filtered", payload: null },
        ...{ problems: [], warnings: [] },
      };
    case "send": {
      const violations = decision.violations.map(({ field, message }) => ({
        path: field,
        message,
      }));
      return {
        outcome: "send",
        payload: JSON.parse(decision.text) as unknown,
        problems: [],
        warnings: [...decision.warnings, ...violations],
      };
    }
    case "invalid": {
      const { payload, problems } = decision;
      return { outcome: "invalid", payload, problems, warnings: [] };
    }
  }
}
