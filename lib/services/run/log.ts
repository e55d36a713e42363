import { z } from "zod";
import { database } from "../../db";
import {
  LOG_LEVELS,
  wordsOfLine,
  type LogLevel,
} from "../../sync/run-log-line";
import type { VerbArgs } from "../context";
import { paginate, type Page } from "../page";
import { findRun } from "./read";
import { RunLogLineDto } from "./schemas";

const LIMIT_MAX = 1_000;
/** As many as a run keeps. */
const TEXT_LINES_MAX = 10_000;

export const ReadLogInput = z.object({
  runId: z.string(),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(200),
  /** The id of the last line that was seen. */
  cursor: z.coerce.number().int().min(0).nullable().default(null),
  /** This level and those above. */
  level: z.enum(LOG_LEVELS).default("info"),
});

const Row = z.object({
  id: z.coerce.number(),
  at: z.coerce.date(),
  level: z.enum(LOG_LEVELS),
  kind: z.string(),
  fields: RunLogLineDto.shape.fields,
});

/** The log of a run, oldest line first. */
export async function readRunLog({
  ctx,
  input,
}: VerbArgs<z.infer<typeof ReadLogInput>>): Promise<Page<RunLogLineDto>> {
  const run = await findRun(ctx, input.runId);
  const rows = await readLines(run.id, { ...input, limit: input.limit + 1 });
  return paginate(
    rows,
    input.limit,
    ({ id }) => String(id),
    (line) => line,
  );
}

/** The whole log as text, a line each, to be kept or sent to somebody. */
export async function readRunLogText({
  ctx,
  input,
}: VerbArgs<{ runId: string; level: LogLevel }>): Promise<string> {
  const run = await findRun(ctx, input.runId);
  const lines = await readLines(run.id, {
    ...{ level: input.level, cursor: null, limit: TEXT_LINES_MAX },
  });
  return lines
    .map(
      ({ at, level, kind, message, fields }) =>
        `${at} ${level.toUpperCase().padEnd(5)} ${kind.padEnd(8)} ${message} ${JSON.stringify(fields)}\n`,
    )
    .join("");
}

async function readLines(
  runId: string,
  { limit, cursor, level }: Omit<z.infer<typeof ReadLogInput>, "runId">,
): Promise<RunLogLineDto[]> {
  const levels = LOG_LEVELS.slice(LOG_LEVELS.indexOf(level));
  const { rows } = await database().pool.query(
    `SELECT id, at, level, kind, fields FROM data.run_log
     WHERE run_id = $1 AND id > $2 AND level = ANY($3) ORDER BY id LIMIT $4`,
    [runId, cursor ?? 0, levels, limit],
  );
  return z.array(Row).parse(rows).map(toLine);
}

const News = z.object({ finished: z.boolean(), lines: z.array(Row) });

/**
 * What came after a line, and whether the run has ended: in one statement, so that
 * an ended run without news has told everything. Null when the run is gone.
 */
export async function readLogNews(
  runId: string,
  after: number,
  limit: number,
): Promise<{ isFinished: boolean; lines: RunLogLineDto[] } | null> {
  const { rows } = await database().pool.query(
    `SELECT finished_at IS NOT NULL AS finished, (SELECT coalesce(json_agg(l), '[]') FROM (
       SELECT id, at, level, kind, fields FROM data.run_log WHERE run_id = $1 AND id > $2 ORDER BY id LIMIT $3) l) AS lines
     FROM runs WHERE id = $1`,
    [runId, after, limit],
  );
  if (rows[0] === undefined) return null;
  const { finished, lines } = News.parse(rows[0]);
  return { isFinished: finished, lines: lines.map(toLine) };
}

/** Where the newest `count` lines of a run's log begin. */
export async function tailOf(runId: string, count: number): Promise<number> {
  const { rows } = await database().pool.query<{ last: string | null }>(
    "SELECT max(id) AS last FROM data.run_log WHERE run_id = $1",
    [runId],
  );
  return Math.max(0, Number(rows[0]?.last ?? 0) - count);
}

function toLine(row: z.infer<typeof Row>): RunLogLineDto {
  return { ...row, at: row.at.toISOString(), message: wordsOfLine(row) };
}
