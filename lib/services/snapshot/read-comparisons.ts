import { z } from "zod";
import { database } from "../../db";
import type { Run } from "../../generated/prisma/client";
import type { ComparisonDto } from "./schemas";

const Row = z.object({
  run_id: z.string(),
  mode: z.enum(["changes", "everyone", "resend", "range"]),
  total: z.number().nullable(),
  compared: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  unchanged: z.number(),
  left_out: z.number(),
  from_at: z.date().nullable(),
  to_at: z.date().nullable(),
  is_done: z.boolean(),
  seconds_left: z.number().nullable(),
});

/** What the runs among these that compare users have found, by their run's id. */
export async function readComparisons(
  runs: readonly Pick<Run, "id" | "trigger">[],
): Promise<ReadonlyMap<string, ComparisonDto>> {
  const ids = runs
    .filter(({ trigger }) => trigger === "manual" || trigger === "schedule")
    .map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const { rows } = await database().pool.query(
    `SELECT run_id, mode, total, compared, added, changed, removed, unchanged, left_out, from_at, to_at,
       finished_at IS NOT NULL AS is_done,
       -- By how fast it went so far; of a run that stands still it says nothing.
       CASE WHEN compared > 0 AND finished_at IS NULL
         THEN extract(epoch FROM now() - begun_at)::float8 / compared * greatest(total - compared, 0) END AS seconds_left
     FROM data.comparison WHERE run_id = ANY($1)`,
    [ids],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [row.run_id, toDto(row)]),
  );
}

function toDto(row: z.infer<typeof Row>): ComparisonDto {
  const { mode, total, compared, added, changed, removed, unchanged } = row;
  return {
    ...{ mode, total, compared, added, changed, removed, unchanged },
    leftOut: row.left_out,
    from: row.from_at?.toISOString() ?? null,
    to: row.to_at?.toISOString() ?? null,
    isDone: row.is_done,
    secondsLeft: row.seconds_left === null ? null : Math.ceil(row.seconds_left),
  };
}
