import type pg from "pg";
import Cursor from "pg-cursor";
import type { Json } from "../../shared/json";
import {
  floatCell,
  jsonCell,
  numberCell,
  rowMaker,
  timeCell,
  type ToCell,
} from "./cells";
import {
  keysetReads,
  positionAfter,
  toKeysetPosition,
  type KeysetRead,
} from "./keyset";
import { groupColumns } from "./group-columns";
import { toPostgresError, toPostgresReadError } from "./postgres-error";
import {
  beginReading,
  endReading,
  openSession,
  type PostgresDialect,
  type PostgresSignIn,
} from "./postgres-session";
import {
  PAGE_ROWS,
  PREVIEW_SECONDS_MAX,
  STATEMENT_SECONDS_MAX,
  type ReadPosition,
  type RowPage,
  type TableRead,
  type WarehouseColumn,
  type WarehouseReader,
} from "./reader";
import { selectSql } from "./sql";
import type { PostgresTarget, QueryTag } from "./target";

const COLUMNS = `SELECT table_name, column_name, data_type FROM information_schema.columns
  WHERE table_schema = $1 ORDER BY table_name, ordinal_position`;

type Cells = (string | null)[];

type PostgresSource = {
  dialect: PostgresDialect;
  target: PostgresTarget & { tag: QueryTag };
  /** Of IAM it is drawn when the session is opened. */
  signIn: () => Promise<PostgresSignIn>;
};

/** Reads a schema of PostgreSQL, or of Redshift, which speaks its protocol. */
export function openPostgres(
  source: PostgresSource,
  allow: readonly string[],
): WarehouseReader {
  const { dialect, target } = source;
  const server = `${target.host}:${target.port}`;
  let session: Promise<pg.Client> | null = null;
  const client = () =>
    (session ??= source
      .signIn()
      .then((signIn) => openSession({ ...target, ...signIn }, allow)));
  const ask = (query: Query, secondsMax: number) =>
    pagesOf(source, client, query, secondsMax);
  return {
    async tables() {
      const rows = await collected(
        ask({ text: COLUMNS, values: [target.schema] }, STATEMENT_SECONDS_MAX),
      ).catch((error: unknown) => {
        throw toPostgresError(error, server);
      });
      return groupColumns(rows);
    },
    estimate: () => Promise.resolve(null),
    pages: (read, from) => readPages(source, ask, read, from),
    async first(table, limit) {
      const text = selectSql({
        ...{ engine: dialect, within: [target.schema], table, limit },
      });
      const rows = await collected(
        ask({ text, values: [] }, PREVIEW_SECONDS_MAX),
      ).catch((error: unknown) => {
        throw toPostgresReadError(error, server);
      });
      return rows.map(rowMaker(table.columns, toCell));
    },
    async close() {
      await session?.then((opened) => opened.end()).catch(() => undefined);
    },
  };
}

type Query = { text: string; values: string[] };
type Ask = (query: Query, secondsMax: number) => AsyncGenerator<Cells[]>;

/** Query after query, each of so many rows that none takes a server's memory. */
async function* readPages(
  { dialect, target }: PostgresSource,
  ask: Ask,
  read: TableRead,
  from: ReadPosition,
): AsyncGenerator<RowPage> {
  const toRow = rowMaker(read.table.columns, toCell);
  const keyset = {
    ...{ engine: dialect, within: [target.schema], read },
  } satisfies KeysetRead;
  let position = toKeysetPosition(from);
  try {
    for (const query of keysetReads(keyset, () => position)) {
      query.rows = 0;
      for await (const page of ask(query, STATEMENT_SECONDS_MAX)) {
        query.rows += page.length;
        position = positionAfter(read, page.at(-1) ?? []) ?? position;
        yield { rows: page.map(toRow), position };
      }
    }
  } catch (error) {
    throw toPostgresReadError(error, `${target.host}:${target.port}`);
  }
}

/** The answer to a query in pages, in a transaction of its own that can't write. */
async function* pagesOf(
  { dialect, target }: PostgresSource,
  open: () => Promise<pg.Client>,
  { text, values }: Query,
  secondsMax: number,
): AsyncGenerator<Cells[]> {
  const client = await open();
  try {
    await beginReading(client, dialect, target.tag, secondsMax);
    yield* cursorPages(
      client.query(new Cursor<Cells>(text, values, { rowMode: "array" })),
    );
  } finally {
    await endReading(client);
  }
}

async function* cursorPages(cursor: Cursor<Cells>): AsyncGenerator<Cells[]> {
  try {
    for (;;) {
      const page = await cursor.read(PAGE_ROWS);
      if (page.length > 0) yield page;
      if (page.length < PAGE_ROWS) return;
    }
  } finally {
    await cursor.close().catch(() => undefined);
  }
}

async function collected(pages: AsyncIterable<Cells[]>): Promise<Cells[]> {
  const rows: Cells[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

const CELLS = new Map<string, ToCell>([
  ...["bigint", "integer", "smallint", "numeric"].map(withCell(numberCell)),
  ...["real", "double precision"].map(withCell(floatCell)),
  ...["json", "jsonb", "super"].map(withCell(jsonCell)),
  ["boolean", (text: string): Json => text === "t" || text === "true"],
  ["timestamp without time zone", timeCell],
  ["timestamp with time zone", timeCell],
]);

function withCell(make: ToCell) {
  return (type: string): [string, ToCell] => [type, make];
}

function toCell({ type }: WarehouseColumn): ToCell {
  return CELLS.get(type.toLowerCase()) ?? ((text) => text);
}
