import { z } from "zod";
import { database } from "../../../db";
import type { Counts } from "../../../alerts/facts";

const Row = z.object({
  sync_id: z.string(),
  minutes: z.number(),
  delivered: z.number(),
  rejected: z.number(),
  invalid: z.number(),
  violations: z.number(),
});

/** What chunks counted in the last minutes, for each sync and window. */
export async function readCounts(
  syncIds: readonly string[],
  windows: readonly number[],
  now: Date,
): Promise<Map<string, Map<number, Counts>>> {
  const bySync = new Map(syncIds.map((id) => [id, new Map<number, Counts>()]));
  if (windows.length === 0) return bySync;
  const { rows } = await database().pool.query(
    `SELECT r.sync_id, w.minutes, sum(c.delivered)::int AS delivered, sum(c.rejected)::int AS rejected,
       sum(c.invalid)::int AS invalid,
       (sum(c.violations) + coalesce(max(blocked.count), 0))::int AS violations
     FROM unnest($3::int[]) AS w (minutes)
     JOIN runs r ON r.sync_id = ANY($1)
       AND (r.finished_at IS NULL OR r.finished_at > $2::timestamptz - make_interval(mins => w.minutes))
     JOIN chunks c ON c.run_id = r.id
       AND c.finished_at > $2::timestamptz - make_interval(mins => w.minutes) AND c.finished_at <= $2
     LEFT JOIN (
       SELECT d.sync_id, v.minutes, count(*) FROM unnest($3::int[]) AS v (minutes)
       JOIN data.dead_letter d ON d.sync_id = ANY($1) AND d.code = 'plan_violation' AND d.workspace_id = ANY($4)
         AND d.created_at > $2::timestamptz - make_interval(mins => v.minutes) AND d.created_at <= $2
       GROUP BY d.sync_id, v.minutes
     ) blocked ON blocked.sync_id = r.sync_id AND blocked.minutes = w.minutes
     GROUP BY r.sync_id, w.minutes`,
    [syncIds, now, windows, await workspacesOf(syncIds)],
  );
  for (const { sync_id: id, minutes, ...counts } of z.array(Row).parse(rows))
    bySync.get(id)?.set(minutes, counts);
  return bySync;
}

/** The index of dead letters by time begins with the workspace. */
async function workspacesOf(syncIds: readonly string[]): Promise<string[]> {
  const { rows } = await database().pool.query<{ id: string }>(
    "SELECT DISTINCT workspace_id AS id FROM syncs WHERE id = ANY($1)",
    [syncIds],
  );
  return rows.map(({ id }) => id);
}
