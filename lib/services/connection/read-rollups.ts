import { z } from "zod";
import { database } from "../../db";
import { emptyBuckets, percentileMs } from "../../shared/log-buckets";
import type { PassedDto, StatusWindow } from "./schemas";

const count = z.coerce.number();
const Row = z.object({
  at: z.date(),
  direction: z.enum(["in", "out"]),
  ...{ requests: count, ok: count, throttled: count, refused: count },
  ...{ failed: count, unanswered: count, records: count },
  ...{ rejected: count, duplicates: count },
  ...{ durations: z.array(count), delays: z.array(count) },
});
type Row = z.infer<typeof Row>;
type Counts = Omit<Row, "at" | "direction">;

const MINUTE = 60;
const HOUR = 3_600;

/** What is read for each window: how far back, in which steps, from which rollup. */
export const WINDOWS: Record<
  StatusWindow,
  { seconds: number; stepSeconds: number; table: string; column: string }
> = {
  "1h": {
    ...{ seconds: HOUR, stepSeconds: MINUTE },
    ...{ table: "connection_minute", column: "minute" },
  },
  "24h": {
    ...{ seconds: 24 * HOUR, stepSeconds: 15 * MINUTE },
    ...{ table: "connection_minute", column: "minute" },
  },
  "7d": {
    ...{ seconds: 7 * 24 * HOUR, stepSeconds: 2 * HOUR },
    ...{ table: "connection_hour", column: "hour" },
  },
};

export type Passages = {
  in: PassedDto;
  out: PassedDto;
  points: { at: string; in: PassedDto; out: PassedDto }[];
};

/** What went over a connection in a window, whole and by steps; steps without any are there too. */
export async function readPassages(
  connectionId: string,
  window: StatusWindow,
  now: Date,
): Promise<Passages> {
  const { seconds, stepSeconds, table, column } = WINDOWS[window];
  const { rows } = await database().pool.query(
    `WITH chosen AS (
       SELECT date_bin($2 * interval '1 second', ${column}, 'epoch') AS at, * FROM data.${table}
       WHERE connection_id = $1 AND ${column} > $3::timestamptz - $4 * interval '1 second' AND ${column} <= $3
     ), counted AS (
       SELECT at, direction, sum(requests) AS requests, sum(ok) AS ok, sum(throttled) AS throttled, sum(refused) AS refused,
         sum(failed) AS failed, sum(unanswered) AS unanswered, sum(records) AS records, sum(rejected) AS rejected,
         sum(duplicates) AS duplicates FROM chosen GROUP BY at, direction
     ), summed AS (
       SELECT at, direction, i, sum(duration) AS duration, sum(delay) AS delay
       FROM chosen, unnest(durations, delays) WITH ORDINALITY AS u (duration, delay, i) GROUP BY at, direction, i
     )
     SELECT counted.*, h.durations, h.delays FROM counted JOIN (
       SELECT at, direction, array_agg(duration ORDER BY i)::text[] AS durations, array_agg(delay ORDER BY i)::text[] AS delays
       FROM summed GROUP BY at, direction) h USING (at, direction)`,
    [connectionId, stepSeconds, now, seconds],
  );
  const all = z.array(Row).parse(rows);
  const of = (list: Row[], direction: Row["direction"]) =>
    toPassed(list.filter((row) => row.direction === direction));
  return {
    in: of(all, "in"),
    out: of(all, "out"),
    points: stepsOf(seconds, stepSeconds, now).map((atMs) => {
      const here = all.filter(({ at }) => at.getTime() === atMs);
      const at = new Date(atMs).toISOString();
      return { at, in: of(here, "in"), out: of(here, "out") };
    }),
  };
}

function stepsOf(seconds: number, stepSeconds: number, now: Date): number[] {
  const stepMs = stepSeconds * 1_000;
  const last = Math.floor(now.getTime() / stepMs) * stepMs;
  const steps = seconds / stepSeconds;
  return Array.from(
    { length: steps },
    (_, index) => last - (steps - 1 - index) * stepMs,
  );
}

function toPassed(rows: Row[]): PassedDto {
  const sum = rows.reduce<Counts>(addCounts, emptyCounts());
  const { durations, delays, ...counts } = sum;
  return {
    ...counts,
    duration: percentilesOf(durations),
    delay: percentilesOf(delays),
  };
}

const emptyCounts = (): Counts => ({
  ...{ requests: 0, ok: 0, throttled: 0, refused: 0, failed: 0 },
  ...{ unanswered: 0, records: 0, rejected: 0, duplicates: 0 },
  ...{ durations: emptyBuckets(), delays: emptyBuckets() },
});

function addCounts(a: Counts, b: Counts): Counts {
  return {
    requests: a.requests + b.requests,
    ok: a.ok + b.ok,
    throttled: a.throttled + b.throttled,
    refused: a.refused + b.refused,
    failed: a.failed + b.failed,
    unanswered: a.unanswered + b.unanswered,
    records: a.records + b.records,
    rejected: a.rejected + b.rejected,
    duplicates: a.duplicates + b.duplicates,
    durations: a.durations.map((one, index) => one + (b.durations[index] ?? 0)),
    delays: a.delays.map((one, index) => one + (b.delays[index] ?? 0)),
  };
}

const percentilesOf = (buckets: readonly number[]) => ({
  p50: percentileMs(buckets, 0.5),
  p95: percentileMs(buckets, 0.95),
  p99: percentileMs(buckets, 0.99),
});
