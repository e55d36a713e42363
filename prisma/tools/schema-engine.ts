import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

export const SCHEMA_DIR = join(import.meta.dirname, "..", "schema");
export const MIGRATIONS_DIR = join(import.meta.dirname, "..", "migrations");
/** The schema text that the newest migration leads to: the next one is a diff from it. */
export const MIGRATED_SCHEMA_FILE = join(MIGRATIONS_DIR, "schema.prisma");

const NO_FILTERS = { externalTables: [], externalEnums: [] };
const LOCKFILE = {
  path: "./migration_lock.toml",
  content: 'provider = "postgresql"\n',
};

export type SchemaFile = { path: string; content: string };

/**
 * Prisma's own schema engine, as WebAssembly over a driver adapter, so that no
 * binary has to be downloaded. It keeps Prisma's `_prisma_migrations` table:
 * the ordinary CLI can go on from there. It can't describe a live database,
 * so `migrationSql` compares schema texts only.
 */
export async function openSchemaEngine(databaseUrl: string) {
  const schema = await readSchemaFiles();
  await load();
  const adapter = new WholeScripts({ connectionString: databaseUrl });
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: schema.map(({ path, content }) => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  return {
    /** Applies what is missing, in order; answers the names of what it applied. */
    async applyMigrations(): Promise<string[]> {
      const result = await engine.applyMigrations({
        migrationsList: await readMigrations(),
        filters: NO_FILTERS,
      });
      return result.appliedMigrationNames;
    },
    /** The SQL that leads from one schema text (null: empty) to the present one. */
    async migrationSql(from: SchemaFile[] | null): Promise<string> {
      const result = await engine.diff({
        from:
          from === null
            ? { tag: "empty" }
            : { tag: "schemaDatamodel", files: from },
        to: { tag: "schemaDatamodel", files: schema },
        script: true,
        exitCode: null,
        filters: NO_FILTERS,
      });
      return result.stdout ?? "";
    },
    async close() {
      engine.free();
      await adapter.disposeAll();
    },
  };
}

/**
 * The adapter cuts a script at every semicolon, those inside function bodies
 * and comments included. PostgreSQL takes the script as a whole, and so runs
 * each migration in one transaction.
 */
class WholeScripts extends PrismaPg {
  private readonly open: { dispose(): Promise<void> }[] = [];

  override async connect() {
    const connection = await super.connect();
    this.open.push(connection);
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script);
    };
    return connection;
  }

  /** The engine leaves its connection open, and with it Prisma's own lock on migrations. */
  async disposeAll(): Promise<void> {
    await Promise.all(this.open.splice(0).map((each) => each.dispose()));
  }
}

export async function readSchemaFiles(): Promise<SchemaFile[]> {
  const names = (await readdir(SCHEMA_DIR)).filter((name) =>
    name.endsWith(".prisma"),
  );
  return Promise.all(
    names.sort().map(async (name) => ({
      path: join("prisma/schema", name),
      content: await readFile(join(SCHEMA_DIR, name), "utf8"),
    })),
  );
}

async function readMigrations() {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(
            join(MIGRATIONS_DIR, path, "migration.sql"),
            "utf8",
          ),
        },
      },
    })),
  );
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: LOCKFILE,
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

let loaded: Promise<void> | undefined;

function load(): Promise<void> {
  loaded ??= instantiate();
  return loaded;
}

async function instantiate(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/_bg\.js$/, "_bg.wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") Reflect.apply(start, undefined, []);
}
