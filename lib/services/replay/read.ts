import { z } from "zod";
import { database } from "../../db";
import type { Run } from "../../generated/prisma/client";
import { timesAnew } from "../../sync/generation";
import type { ReplayDto } from "./schemas";

const Row = z.object({
  run_id: z.string(),
  kind: z.enum(["letters", "inbox"]),
  total: z.coerce.number().nullable(),
  share: z.number(),
  generation: z.number().nullable(),
  from_at: z.date().nullable(),
  to_at: z.date().nullable(),
  event: z.string().nullable(),
  q: z.string().nullable(),
});

/** What the replays among these runs take, by their run's id. */
export async function readReplays(
  runs: readonly Pick<Run, "id" | "trigger">[],
): Promise<ReadonlyMap<string, ReplayDto>> {
  const ids = runs
    .filter(({ trigger }) => trigger === "replay")
    .map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const { rows } = await database().pool.query(
    `SELECT run_id, kind, total, generation::float8 AS generation, from_at, to_at, event, q,
       CASE WHEN kind = 'letters' THEN position::float8 / greatest(total, 1)
         ELSE (position - from_id)::float8 / greatest(to_id - from_id, 1) END AS share
     FROM data.replay WHERE run_id = ANY($1)`,
    [ids],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [row.run_id, toReplayDto(row)]),
  );
}

function toReplayDto(row: z.infer<typeof Row>): ReplayDto {
  const { kind, total, share, generation, event, q } = row;
  return {
    ...{ kind, total, share, event, q },
    generation: generation === null ? null : timesAnew(generation),
    from: row.from_at?.toISOString() ?? null,
    to: row.to_at?.toISOString() ?? null,
  };
}
