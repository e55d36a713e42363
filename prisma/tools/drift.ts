import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { findFreePort } from "../../local/ports";
import { startPostgres } from "../../local/postgres";
import { migrate } from "./migrate";
import { openSchemaEngine } from "./schema-engine";

// npm run db:drift: do the migrations lead to what the schema says? One database
// gets all migrations, another the schema at once; their catalogs must agree on
// every table of the schema. What Prisma can't say (checks, partial indexes) may be extra.
const COLUMNS = `SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || coalesce(column_default, '-') AS line
  FROM information_schema.columns WHERE table_schema = 'public'`;
const INDEXES = `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'`;
const KEYS = `SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')`;

const dataDir = await mkdtemp(join(tmpdir(), "sluice-drift-"));
const server = await startPostgres({ dataDir, port: await findFreePort() });
try {
  const differences = await compare();
  for (const line of differences) console.error(line);
  if (differences.length > 0) {
    console.error("Write the missing step: npm run db:migration -- name");
    process.exitCode = 1;
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function compare(): Promise<string[]> {
  await query("postgres", "CREATE DATABASE migrated");
  await query("postgres", "CREATE DATABASE wanted");
  await migrate(server.url("migrated"));
  await query("wanted", await schemaSql());
  const migrated = new Set(await catalog("migrated"));
  const wanted = new Set(await catalog("wanted"));
  return [
    ...[...wanted]
      .filter((line) => !migrated.has(line))
      .map((line) => `missing after the migrations: ${line}`),
    ...[...migrated]
      .filter((line) => !wanted.has(line))
      .map((line) => `not in the schema: ${line}`),
  ];
}

async function schemaSql(): Promise<string> {
  const engine = await openSchemaEngine(server.url("wanted"));
  try {
    return await engine.migrationSql(null);
  } finally {
    await engine.close();
  }
}

async function catalog(name: string): Promise<string[]> {
  const parts = await Promise.all(
    [COLUMNS, INDEXES, KEYS].map((sql) => query(name, sql)),
  );
  return parts
    .flat()
    .filter(
      (line) =>
        !line.includes("_prisma_migrations") && !line.includes(" WHERE "),
    );
}

async function query(name: string, sql: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.url(name) });
  await client.connect();
  try {
    const result = await client.query<{ line: string }>(sql);
    return Array.isArray(result) ? [] : result.rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}
