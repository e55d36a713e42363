import { z } from "zod";
import { database } from "../../db";
import type { VerbArgs } from "../context";
import { findRun } from "./read";
import { FailureDto } from "./schemas";

const REASONS_SHOWN_MAX = 20;

/** Why records of a run failed, the most frequent reason first. */
export async function listFailures({
  ctx,
  input,
}: VerbArgs<{ runId: string }>): Promise<FailureDto[]> {
  const run = await findRun(ctx, input.runId);
  const { rows } = await database().pool.query(
    `SELECT code, outcome, count, (SELECT message FROM data.dead_letter d
       WHERE d.run_id = $1 AND d.code = counted.code AND d.outcome = counted.outcome LIMIT 1) AS message
     FROM (SELECT code, outcome, count(*)::int AS count FROM data.dead_letter
       WHERE run_id = $1 GROUP BY code, outcome) counted ORDER BY count DESC, code LIMIT $2`,
    [run.id, REASONS_SHOWN_MAX],
  );
  return z.array(FailureDto).parse(rows);
}
