import type { RowStatement } from "snowflake-sdk";
import { z } from "zod";
import { floatCell, jsonCell, numberCell, rowMaker } from "./cells";
import { groupColumns } from "./group-columns";
import {
  PAGE_ROWS,
  PREVIEW_SECONDS_MAX,
  STATEMENT_SECONDS_MAX,
  type ReadPosition,
  type RowPage,
  type TableRead,
  type WarehouseColumn,
  type WarehouseReader,
  type WarehouseRow,
} from "./reader";
import { toSnowflakeError, toSnowflakeReadError } from "./snowflake-error";
import { openSnowflakeSession, type Statement } from "./snowflake-session";
import { pathTo, quoted, selectSql } from "./sql";
import type { QueryTag, SnowflakeTarget } from "./target";
import type { Json } from "../../shared/json";

/** Snowflake keeps an answer for a day: reading goes on in it without running the query again. */
const Position = z
  .strictObject({ queryId: z.string().max(64), row: z.int().nonnegative() })
  .nullable()
  .catch(null);

type Target = SnowflakeTarget & { tag: QueryTag; origin: string | null };
type Run = (statement: Statement) => Promise<RowStatement>;

/** Reads a schema of Snowflake, by its own driver. */
export function openSnowflake(target: Target): WarehouseReader {
  const { account, database, schema } = target;
  let session: ReturnType<typeof openSnowflakeSession> | null = null;
  const run: Run = async (statement) => {
    session ??= openSnowflakeSession(target);
    return (await session).run(statement);
  };
  return {
    async tables() {
      const sqlText = `SELECT table_name, column_name, data_type FROM ${pathTo("snowflake", database, "INFORMATION_SCHEMA", "COLUMNS")}
        WHERE table_schema = ? ORDER BY table_name, ordinal_position`;
      const rows = await ask(run, {
        ...{ sqlText, binds: [schema], secondsMax: STATEMENT_SECONDS_MAX },
      }).catch((error: unknown) => {
        throw toSnowflakeError(error, account);
      });
      return groupColumns(rows.map((row) => row.map(textOf)));
    },
    estimate: () => Promise.resolve(null),
    pages: (read, from) => readPages(target, run, read, from),
    async first(table, limit) {
      const within = [database, schema];
      const sqlText = selectSql({ engine: "snowflake", within, table, limit });
      const rows = await ask(run, {
        ...{ sqlText, binds: [], secondsMax: PREVIEW_SECONDS_MAX },
      }).catch((error: unknown) => {
        throw toSnowflakeReadError(error, account);
      });
      return rows.map(rowOf(table.columns));
    },
    async close() {
      await session?.then((opened) => opened.close()).catch(() => undefined);
    },
  };
}

async function* readPages(
  target: Target,
  run: Run,
  read: TableRead,
  from: ReadPosition,
): AsyncGenerator<RowPage> {
  const toRow = rowOf(read.table.columns);
  try {
    const { statement, row } = await resume(target, run, read, from);
    const queryId = statement.getQueryId();
    let next = row;
    if (next >= statement.getNumRows()) return;
    const stream = statement.streamRows({
      ...{ start: next, end: statement.getNumRows() - 1 },
    });
    for await (const cells of inPages(stream)) {
      next += cells.length;
      yield { rows: cells.map(toRow), position: { queryId, row: next } };
    }
  } catch (error) {
    throw toSnowflakeReadError(error, target.account);
  }
}

/**
 * The answer that was read before, or the query anew where Snowflake gives it no
 * more, for whatever reason: what was taken in is known.
 */
async function resume(
  target: Target,
  run: Run,
  read: TableRead,
  from: ReadPosition,
): Promise<{ statement: RowStatement; row: number }> {
  const position = Position.parse(from);
  const again = { statement: readStatement(target, read), row: 0 };
  if (position === null)
    return { ...again, statement: await run(again.statement) };
  try {
    const { queryId, row } = position;
    return { statement: await run({ queryId }), row };
  } catch {
    return { ...again, statement: await run(again.statement) };
  }
}

function readStatement(
  { database, schema }: Target,
  { table, key, time, since }: TableRead,
): Statement {
  const engine = "snowflake";
  const where = [`${quoted(engine, key)} IS NOT NULL`];
  const binds: string[] = [];
  if (time !== null && since !== null) {
    where.push(`${quoted(engine, time)} >= TO_TIMESTAMP_NTZ(?)`);
    binds.push(since.toISOString().replace("Z", ""));
  }
  return {
    sqlText: selectSql({
      ...{ engine, within: [database, schema], table, where },
    }),
    ...{ binds, secondsMax: STATEMENT_SECONDS_MAX },
  };
}

type Cells = unknown[];

async function* inPages(stream: AsyncIterable<Cells>): AsyncGenerator<Cells[]> {
  let page: Cells[] = [];
  for await (const row of stream) {
    page.push(row);
    if (page.length < PAGE_ROWS) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function ask(run: Run, statement: Statement): Promise<Cells[]> {
  const rows: Cells[] = [];
  for await (const row of (await run(statement)).streamRows())
    rows.push(row as Cells);
  return rows;
}

function rowOf(
  columns: readonly WarehouseColumn[],
): (cells: Cells) => WarehouseRow {
  const toRow = rowMaker(columns, toCell);
  return (cells) => toRow(cells.map(textOf));
}

/** Times are dates of the driver's, in UTC; numbers and JSON come as text. */
function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  // Its own words for it would depend on settings of the account.
  if (cell instanceof Date) return new Date(cell.getTime()).toISOString();
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString("hex");
  return typeof cell === "string" ? cell : JSON.stringify(cell);
}

const NUMBERS = /^(NUMBER|DECIMAL|NUMERIC|INT|INTEGER|BIGINT|FIXED)/;

function toCell({ type }: WarehouseColumn): (text: string) => Json {
  const name = type.toUpperCase();
  if (NUMBERS.test(name)) return numberCell;
  if (/^(FLOAT|REAL|DOUBLE)/.test(name)) return floatCell;
  if (/^(VARIANT|OBJECT|ARRAY)/.test(name)) return jsonCell;
  if (name === "BOOLEAN") return (text) => text === "true";
  return (text) => text;
}
