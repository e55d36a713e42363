import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../../local/ports";
import { startPostgres } from "../../local/postgres";
import {
  MIGRATED_SCHEMA_FILE,
  MIGRATIONS_DIR,
  openSchemaEngine,
  readSchemaFiles,
  type SchemaFile,
} from "./schema-engine";

// npm run db:migration -- name: writes the step from the last migrated schema to the present one.
const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error(
    "Name the migration in snake_case: npm run db:migration -- add_alerts",
  );
  process.exit(1);
}
const sql = await withScratchServer((url) => diffFromLastMigration(url));
const stamp = new Date().toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
const folder = join(MIGRATIONS_DIR, `${stamp}_${name}`);
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "migration.sql"), sql);
await writeFile(MIGRATED_SCHEMA_FILE, joinSchema(await readSchemaFiles()));
console.log(
  `Wrote prisma/migrations/${stamp}_${name}/migration.sql; read it, then commit it with schema.prisma.`,
);

async function diffFromLastMigration(url: string): Promise<string> {
  const engine = await openSchemaEngine(url);
  try {
    return await engine.migrationSql(await lastMigrated());
  } finally {
    await engine.close();
  }
}

async function lastMigrated(): Promise<SchemaFile[] | null> {
  if (!existsSync(MIGRATED_SCHEMA_FILE)) return null;
  return [
    {
      path: "prisma/migrations/schema.prisma",
      content: await readFile(MIGRATED_SCHEMA_FILE, "utf8"),
    },
  ];
}

function joinSchema(files: SchemaFile[]): string {
  return files.map(({ content }) => content.trim()).join("\n\n") + "\n";
}

/** The engine wants a reachable database even to compare two texts. */
async function withScratchServer<T>(
  work: (url: string) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-migration-"));
  const server = await startPostgres({ dataDir, port: await findFreePort() });
  try {
    return await work(server.url("postgres"));
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
