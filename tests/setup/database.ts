import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findFreePort } from "../../local/ports";
import { startPostgres } from "../../local/postgres";

declare module "vitest" {
  // Vitest's own type can only be widened as an interface.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for a whole test run; each suite makes its own database in it. */
export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-test-"));
  const server = await startPostgres({
    dataDir,
    port: await findFreePort(),
    settings: ["fsync=off", "synchronous_commit=off", "max_connections=300"],
  });
  project.provide("postgresUrl", server.url("postgres"));
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
