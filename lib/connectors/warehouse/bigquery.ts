import type { BigQuery, Job, Query } from "@google-cloud/bigquery";
import { z } from "zod";
import { openBigQueryClient } from "./bigquery-client";
import {
  isLostJob,
  toBigQueryError,
  toBigQueryReadError,
} from "./bigquery-error";
import { RawRow, Schema, toRow } from "./bigquery-rows";
import { groupColumns } from "./group-columns";
import {
  PAGE_ROWS,
  PREVIEW_SECONDS_MAX,
  STATEMENT_SECONDS_MAX,
  type ReadPosition,
  type RowPage,
  type TableRead,
  type WarehouseReader,
  type WarehouseRow,
} from "./reader";
import { pathTo, quoted, selectSql } from "./sql";
import type { BigQueryTarget, QueryTag } from "./target";

/** BigQuery keeps an answer for a day: reading goes on in it, and nothing is billed twice. */
const Position = z
  .strictObject({
    job: z.string().max(1_024),
    location: z.string().nullable(),
    row: z.int().nonnegative(),
  })
  .nullable()
  .catch(null);

type Target = BigQueryTarget & { tag: QueryTag; origin: string | null };
type Client = () => Promise<BigQuery>;

/** Reads a dataset of BigQuery, by Google's own client. */
export function openBigQuery(target: Target): WarehouseReader {
  const { dataset } = target;
  const name = `${dataset.project}.${dataset.name}`;
  const within = [dataset.project, dataset.name];
  let opened: Promise<BigQuery> | null = null;
  const client: Client = () => (opened ??= openBigQueryClient(target));
  const failed = (error: unknown): never => {
    throw toBigQueryError(error, name);
  };
  const failedRead = (error: unknown): never => {
    throw toBigQueryReadError(error, name);
  };
  return {
    async tables() {
      const query = `SELECT table_name, column_name, data_type FROM ${pathTo("bigquery", ...within, "INFORMATION_SCHEMA", "COLUMNS")} ORDER BY table_name, ordinal_position`;
      const rows = await ask(client, jobOf(target, { query })).catch(failed);
      return groupColumns(
        rows.map((row) =>
          ["table_name", "column_name", "data_type"].map((column) =>
            textOf(row[column]),
          ),
        ),
      );
    },
    estimate: (read) => estimate(target, client, read).catch(failedRead),
    pages: (read, from) => readPages(target, client, read, from),
    first(table, limit) {
      const query = selectSql({ engine: "bigquery", within, table, limit });
      const job = jobOf(target, { query }, PREVIEW_SECONDS_MAX);
      return ask(client, job).catch(failedRead);
    },
    close: () => Promise.resolve(),
  };
}

/** A query that is refused, unbilled, where it would read too much. */
function jobOf(
  target: Target,
  query: Query & { query: string },
  secondsMax = STATEMENT_SECONDS_MAX,
): Query {
  const { tag, location, bytesBilledMax } = target;
  return {
    ...query,
    ...(location === null ? {} : { location }),
    ...{ useLegacySql: false, jobTimeoutMs: secondsMax * 1_000 },
    maximumBytesBilled: String(bytesBilledMax),
    labels: {
      app: "sluice",
      workspace: tag.workspaceId.toLowerCase(),
      connection: tag.connectionId.toLowerCase(),
    },
  };
}

function readJob(target: Target, read: TableRead): Query {
  const { table, key, time, since } = read;
  const within = [target.dataset.project, target.dataset.name];
  const where = [`${quoted("bigquery", key)} IS NOT NULL`];
  const isWindow = time !== null && since !== null;
  if (isWindow) where.push(`${quoted("bigquery", time)} >= @since`);
  const query = selectSql({ engine: "bigquery", within, table, where });
  if (!isWindow) return jobOf(target, { query });
  // A constant, so that only the partitions that are asked for are read.
  const type = table.columns.find(({ name }) => name === time)?.type;
  const types = { since: type === "DATETIME" ? "DATETIME" : "TIMESTAMP" };
  const text = since.toISOString();
  // The client takes the value out of what has such a type.
  const value = type === "DATETIME" ? text.replace("Z", "") : text;
  const params = { since: { value } };
  return jobOf(target, { query, params, types });
}

async function estimate(
  target: Target,
  client: Client,
  read: TableRead,
): Promise<number> {
  const query = { ...readJob(target, read), dryRun: true };
  const [job] = await (await client()).createQueryJob(query);
  const { statistics } = z
    .object({
      statistics: z.object({ totalBytesProcessed: z.coerce.number() }),
    })
    .parse(job.metadata);
  return statistics.totalBytesProcessed;
}

async function* readPages(
  target: Target,
  client: Client,
  read: TableRead,
  from: ReadPosition,
): AsyncGenerator<RowPage> {
  const { dataset } = target;
  try {
    const begin = async () =>
      (await (await client()).createQueryJob(readJob(target, read)))[0];
    const position = Position.parse(from);
    if (position !== null) {
      const { job, location, row } = position;
      const options = location === null ? {} : { location };
      const known = (await client()).job(job, options);
      if (yield* isRead(pagesOf(known, row))) return;
    }
    yield* pagesOf(await begin(), 0);
  } catch (error) {
    throw toBigQueryReadError(error, `${dataset.project}.${dataset.name}`);
  }
}

/** Reads on in an answer; false where BigQuery has it no more: what was taken in is known. */
async function* isRead(
  pages: AsyncGenerator<RowPage>,
): AsyncGenerator<RowPage, boolean> {
  try {
    yield* pages;
    return true;
  } catch (error) {
    if (isLostJob(error)) return false;
    throw error;
  }
}

async function* pagesOf(job: Job, from: number): AsyncGenerator<RowPage> {
  let row = from;
  let token: string | null | undefined;
  for (;;) {
    const [raw, , answer] = await job.getQueryResults({
      ...{ autoPaginate: false, skipParsing: true, maxResults: PAGE_ROWS },
      ...(token ? { pageToken: token } : { startIndex: String(row) }),
    });
    if (answer?.jobComplete === false) continue;
    const rows = rowsOf(answer, raw);
    row += rows.length;
    token = answer?.pageToken;
    const position = {
      ...{ job: job.id ?? "", location: job.location ?? null },
      row,
    };
    if (rows.length > 0) yield { rows, position };
    if (!token) return;
  }
}

const textOf = (cell: unknown) => (typeof cell === "string" ? cell : null);

function rowsOf(answer: unknown, raw: unknown[]): WarehouseRow[] {
  if (raw.length === 0) return [];
  const { schema } = z.object({ schema: Schema }).parse(answer);
  return raw.map((row) => toRow(schema.fields, RawRow.parse(row)));
}

async function ask(client: Client, query: Query): Promise<WarehouseRow[]> {
  const [job] = await (await client()).createQueryJob(query);
  const rows: WarehouseRow[] = [];
  for await (const page of pagesOf(job, 0)) rows.push(...page.rows);
  return rows;
}
