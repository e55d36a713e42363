import { z } from "zod";
import type { SyncFacts } from "../../../alerts/facts";
import { database } from "../../../db";
import type { WatchedSync } from "./watched-syncs";

const WEEK_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;

const Row = z.object({
  sync_id: z.string(),
  week: z.number(),
  read: z.number(),
  delivered: z.number(),
  failed: z.number(),
});
type Row = z.infer<typeof Row>;

/** The 60 minutes before now, and the same ones of past weeks, as chunks counted them. */
export async function readHours(
  syncs: readonly WatchedSync[],
  weeks: number,
  now: Date,
): Promise<Map<string, SyncFacts["hours"]>> {
  if (weeks === 0) return new Map();
  const { rows } = await database().pool.query(
    `SELECT s.id AS sync_id, week.n AS week, coalesce(sum(c.read), 0)::int AS read,
       coalesce(sum(c.delivered), 0)::int AS delivered, coalesce(sum(c.rejected + c.invalid), 0)::int AS failed
     FROM unnest($1::text[]) AS s (id)
     CROSS JOIN generate_series(0, $2::int) AS week (n)
     CROSS JOIN LATERAL (SELECT $3::timestamptz - make_interval(days => 7 * week.n) AS until) w
     LEFT JOIN runs r ON r.sync_id = s.id AND r.started_at < w.until
       AND (r.finished_at IS NULL OR r.finished_at > w.until - interval '1 hour')
     LEFT JOIN chunks c ON c.run_id = r.id AND c.finished_at > w.until - interval '1 hour' AND c.finished_at <= w.until
     GROUP BY s.id, week.n ORDER BY s.id, week.n`,
    [syncs.map(({ id }) => id), weeks, now],
  );
  const parsed = z.array(Row).parse(rows);
  return new Map(
    syncs.map((sync) => [sync.id, hoursOf(sync, parsed, now)] as const),
  );
}

/** Weeks in which the sync was not there yet say nothing. */
function hoursOf(
  { id, published_at: publishedAt }: WatchedSync,
  rows: readonly Row[],
  now: Date,
): SyncFacts["hours"] {
  const known = rows.filter(
    ({ sync_id: syncId, week }) =>
      syncId === id &&
      now.getTime() - week * WEEK_MS - HOUR_MS >= publishedAt.getTime(),
  );
  const present = known.find(({ week }) => week === 0);
  if (present === undefined) return {};
  const past = known.filter(({ week }) => week > 0);
  const of = (measure: "read" | "delivered" | "failed") => ({
    present: present[measure],
    past: past.map((row) => row[measure]),
  });
  return {
    read: of("read"),
    delivered: of("delivered"),
    failed: of("failed"),
  };
}
