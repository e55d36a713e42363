import { z } from "zod";
import { database } from "../../db";
import { stageCounts } from "../../sync/pipeline-stages";
import type { VerbArgs } from "../context";
import { findSync } from "../sync/sync-row";
import { LedgerDto, StageReasonDto, type PipelineDto } from "./schemas";

const HOURS = 24;

const Row = z.object({
  ledger: LedgerDto.extend({ violations: z.number() }),
  failures: z.array(StageReasonDto),
});

/**
 * How many records of the last day reached each stage of a sync, and why some
 * went no further. Whole runs are counted, since only a run's books balance;
 * ledger and reasons are read in one statement, so that they agree.
 */
export async function readPipeline({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<PipelineDto> {
  const sync = await findSync(ctx, input.id);
  const since = new Date(ctx.now().getTime() - HOURS * 3_600_000);
  const { rows } = await database().pool.query(
    `WITH chosen AS (SELECT * FROM runs WHERE sync_id = $1 AND (finished_at IS NULL OR finished_at >= $2))
     SELECT
       (SELECT json_build_object('read', coalesce(sum(read), 0), 'filtered', coalesce(sum(filtered), 0), 'invalid', coalesce(sum(invalid), 0),
          'delivered', coalesce(sum(delivered), 0), 'rejected', coalesce(sum(rejected), 0), 'pending', coalesce(sum(pending), 0),
          'violations', coalesce(sum(violations), 0)) FROM chosen) AS ledger,
       (SELECT coalesce(json_agg(f), '[]') FROM (
          SELECT code, outcome, count, run_id AS "runId", (SELECT message FROM data.dead_letter d
            WHERE d.run_id = counted.run_id AND d.code = counted.code AND d.outcome = counted.outcome LIMIT 1) AS message
          FROM (SELECT code, outcome, count(*)::int AS count, max(run_id) AS run_id FROM data.dead_letter
            WHERE run_id IN (SELECT id FROM chosen) GROUP BY code, outcome) counted ORDER BY count DESC, code) f) AS failures`,
    [sync.id, since],
  );
  const { ledger, failures } = Row.parse(rows[0]);
  const { violations, ...books } = ledger;
  return {
    ...{ hours: HOURS, ledger: books, violations },
    stages: stageCounts(books, failures),
  };
}
