import { z } from "zod";
import { database } from "../../db";
import type { OverviewDto } from "./schemas";
import type { Window } from "./window";

const Row = z.object({
  at: z.date(),
  delivered: z.number(),
  rejected: z.number(),
});

/** One entry for each hour of the window, empty hours too. */
export async function readHours({
  workspaceId,
  since,
  until,
}: Window): Promise<OverviewDto["perHour"]> {
  const { rows } = await database().pool.query(
    `SELECT hour AS at, coalesce(sum(c.delivered), 0)::int AS delivered, coalesce(sum(c.rejected), 0)::int AS rejected
     FROM generate_series(date_trunc('hour', $2::timestamptz) + interval '1 hour', date_trunc('hour', $3::timestamptz), interval '1 hour') AS hour
     LEFT JOIN (SELECT c.* FROM chunks c JOIN runs r ON r.id = c.run_id
       WHERE r.workspace_id = $1 AND c.finished_at >= $2) c
       ON c.finished_at >= hour AND c.finished_at < hour + interval '1 hour'
     GROUP BY hour ORDER BY hour`,
    [workspaceId, since, until],
  );
  return z
    .array(Row)
    .parse(rows)
    .map(({ at, ...counts }) => ({ at: at.toISOString(), ...counts }));
}
