import { z } from "zod";
import { database } from "../../db";
import { DEAD_LETTER_CODES } from "../../sync/ledger";
import type { VerbArgs } from "../context";
import { findRun } from "./read";

const REASONS_SHOWN_MAX = 20;

export const FailureDto = z.object({
  code: z.enum(DEAD_LETTER_CODES),
  outcome: z.enum(["invalid", "rejected"]),
  /** Of one of them: messages may name each record's own values. */
  message: z.string(),
  count: z.number(),
});
export type FailureDto = z.infer<typeof FailureDto>;

/** Why records of a run failed, the most frequent reason first. */
export async function listFailures({
  ctx,
  input,
}: VerbArgs<{ runId: string }>): Promise<FailureDto[]> {
  const run = await findRun(ctx, input.runId);
  const { rows } = await database().pool.query(
    `SELECT code, outcome, min(message) AS message, count(*)::int AS count FROM data.dead_letter
     WHERE run_id = $1 GROUP BY code, outcome ORDER BY count DESC, code LIMIT $2`,
    [run.id, REASONS_SHOWN_MAX],
  );
  return z.array(FailureDto).parse(rows);
}
