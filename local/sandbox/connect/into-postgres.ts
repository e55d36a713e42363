import pg from "pg";
import type { Column, Row } from "./columns";
import { columnsByTable, type DumpTables } from "./dump-tables";
import type { DumpForm, Stage } from "./dump-options";

/** A schema that is Heap's warehouse: on this machine only. */
export type PostgresPlace = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  schema: string;
};

const ROWS_AT_ONCE = 2_000;
const TIMES = new Set(["time", "joindate", "last_modified"]);
const MIGRATIONS = "user_migrations";
const NO_EVENTS = new Set(["users", MIGRATIONS]);

/**
 * Tables as Heap keeps them in a warehouse: whole, in the types that it has, with
 * everybody who became somebody else under the later id. What was there before is
 * replaced when all of it is written.
 */
export async function openPostgresTables(
  place: PostgresPlace,
  stages: readonly Stage[],
  form: Required<DumpForm>,
): Promise<DumpTables> {
  const { schema, ...server } = place;
  const client = new pg.Client(server);
  await client.connect();
  const columns = columnsByTable(stages, form);
  const path = (table: string) =>
    [schema, table].map((name) => pg.escapeIdentifier(name)).join(".");
  const held = new Map<string, Row[]>(
    [...columns.keys()].map((table) => [table, []]),
  );
  const counts = new Map<string, number>();
  const flush = async (table: string, rows: Row[]) => {
    await client.query(
      `INSERT INTO ${path(table)} SELECT * FROM json_populate_recordset(NULL::${path(table)}, $1)`,
      [JSON.stringify(rows, bigAsText)],
    );
    counts.set(table, (counts.get(table) ?? 0) + rows.length);
    held.set(table, []);
  };
  await client.query("BEGIN");
  await createTables(client, schema, columns, path);
  return {
    add(table, row) {
      const rows = held.get(table) ?? [];
      rows.push(row);
      return rows.length < ROWS_AT_ONCE ? null : flush(table, rows);
    },
    async finish() {
      for (const [table, rows] of held)
        if (rows.length > 0) await flush(table, rows);
      await settle(client, [...columns.keys()], path);
      await client.query("COMMIT");
      await client.end();
      return [...columns].map(([name, of]) => ({
        ...{ name, columns: of.map((column) => column.name), files: [] },
        ...{ incremental: false, rows: counts.get(name) ?? 0 },
      }));
    },
    async cancel() {
      await client.query("ROLLBACK").catch(() => undefined);
      await client.end();
    },
  };
}

async function createTables(
  client: pg.Client,
  schema: string,
  columns: ReadonlyMap<string, Column[]>,
  path: (table: string) => string,
): Promise<void> {
  await client.query(
    `CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`,
  );
  for (const [table, of] of columns) {
    const written = of.map(
      (column) => `${pg.escapeIdentifier(column.name)} ${typeOf(column)}`,
    );
    await client.query(`DROP TABLE IF EXISTS ${path(table)} CASCADE`);
    await client.query(`CREATE TABLE ${path(table)} (${written.join(", ")})`);
  }
}

const typeOf = ({ name, kind }: Column): string => {
  if (TIMES.has(name)) return "timestamp";
  return kind === "text" ? "text" : "bigint";
};

/** Merges are done in a warehouse, and one table names all events. */
async function settle(
  client: pg.Client,
  tables: readonly string[],
  path: (table: string) => string,
): Promise<void> {
  const events = tables.filter((table) => !NO_EVENTS.has(table));
  for (const table of events)
    await client.query(
      `UPDATE ${path(table)} e SET user_id = m.to_user_id FROM ${path(MIGRATIONS)} m WHERE e.user_id = m.from_user_id`,
    );
  const all = events.map(
    (table) =>
      `SELECT event_id, user_id, session_id, time, ${pg.escapeLiteral(table)} AS event_table_name FROM ${path(table)}`,
  );
  await client.query(`DROP TABLE IF EXISTS ${path("all_events")}`);
  await client.query(
    `CREATE TABLE ${path("all_events")} AS ${all.join(" UNION ALL ")}`,
  );
}

const bigAsText = (_name: string, value: unknown): unknown =>
  typeof value === "bigint" ? String(value) : value;
