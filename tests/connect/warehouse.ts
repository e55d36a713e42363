import { randomBytes } from "node:crypto";
import pg from "pg";
import { createTestDatabase } from "../setup/test-database";

export type Warehouse = Awaited<ReturnType<typeof startWarehouse>>;

/** A PostgreSQL that Heap writes to, as a warehouse: a database of its own, and a user who may read it. */
export async function startWarehouse(schema = "main_production") {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const user = `reader_${randomBytes(4).toString("hex")}`;
  const password = "a reader's password";
  await client.query(
    `CREATE ROLE ${user} LOGIN PASSWORD '${password.replace("'", "''")}'`,
  );
  await client.query(
    `CREATE SCHEMA ${schema}; GRANT USAGE ON SCHEMA ${schema} TO ${user};
     ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ${user};
     SET search_path = ${schema}`,
  );
  const url = new URL(database.url);
  return {
    ...{ user, password, schema, url },
    async query(text: string, values: unknown[] = []) {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    },
    /** Cells as PostgreSQL writes them, with the names and types of their columns. */
    async table(text: string, values: unknown[] = []) {
      const { fields, rows } = await client.query<(string | null)[]>({
        ...{ text, values, rowMode: "array" },
        types: { getTypeParser: () => (value: string) => value },
      });
      const { rows: types } = await client.query<{ oid: number; name: string }>(
        "SELECT oid::integer, typname AS name FROM pg_type WHERE oid = ANY($1)",
        [fields.map(({ dataTypeID }) => dataTypeID)],
      );
      const nameOf = new Map(types.map(({ oid, name }) => [oid, name]));
      return {
        rows,
        fields: fields.map(({ name, dataTypeID }) => ({
          ...{ name, type: nameOf.get(dataTypeID) ?? "" },
        })),
      };
    },
    settings: (more: object = {}) => ({
      ...{ kind: "postgres", host: url.hostname, port: Number(url.port) },
      ...{ database: url.pathname.slice(1), schema, tls: "off", ...more },
    }),
    credentials: { postgres: { user, password } },
    async stop() {
      await client.end();
      await database.drop();
    },
  };
}

/** Heap's tables as it names their columns, with ids that a number can't hold. */
export async function writeHeapTables(warehouse: Warehouse): Promise<void> {
  await warehouse.query(`
    CREATE TABLE users (user_id bigint, identity text, handle text, email text, joindate timestamp, last_modified timestamp, "Plan Name" text, lifetime_value numeric);
    CREATE TABLE sign_up (event_id bigint, user_id bigint, session_id bigint, time timestamp, type text, amount numeric, seats integer, is_trial boolean, details jsonb);
    CREATE TABLE pageviews (event_id bigint, user_id bigint, session_id bigint, time timestamp, path text);
    CREATE TABLE all_events (event_id bigint, user_id bigint, session_id bigint, time timestamp, event_table_name text);
    CREATE TABLE currencies (code text, rate numeric);
    INSERT INTO users SELECT 9007199254740993 + n, 'user-' || n || '@acme.io', NULL, 'user-' || n || '@acme.io', '2026-01-01', now(), 'Pro', n + 0.5 FROM generate_series(1, 20) n;
    INSERT INTO sign_up SELECT 9007199254741001 + n, 9007199254740993 + 1 + n % 20, n, now() - n * interval '1 hour', 'click', 19.99, n, n % 2 = 0, '{"big": 9007199254740995}' FROM generate_series(1, 100) n;
    INSERT INTO pageviews SELECT 9007199254741001 + n, 9007199254740993 + 1 + n % 20, n, now() - n * interval '1 hour', '/' || n FROM generate_series(1, 50) n;
    INSERT INTO all_events SELECT event_id, user_id, session_id, time, 'sign_up' FROM sign_up`);
}
