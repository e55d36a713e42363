import { readFileSync, renameSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, it } from "vitest";
import { startDatabase } from "./database";
import { findFreePort } from "./ports";

async function eventually(condition: () => boolean | Promise<boolean>) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await condition()) return;
    await sleep(100);
  }
  throw new Error("Waited in vain");
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query("SELECT 1")).rowCount === 1;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

it("waits for what keeps PostgreSQL from starting again to go away, as a full disk does", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-database-"));
  const lines: string[] = [];
  let isHopeless = false;
  const database = await startDatabase({
    ...{ dataDir, port: await findFreePort() },
    onLog: (line) => lines.push(line),
    onHopeless: () => (isHopeless = true),
  });
  const cluster = join(dataDir, "postgres");
  const settings = join(cluster, "postgresql.conf");
  renameSync(settings, `${settings}.away`);
  const [pid] = readFileSync(join(cluster, "postmaster.pid"), "utf8").split(
    "\n",
  );
  process.kill(Number(pid), "SIGKILL");
  await eventually(() =>
    lines.some((line) => line.includes("can't start yet")),
  );
  renameSync(`${settings}.away`, settings);
  await eventually(() => answers(database.url));
  expect(isHopeless).toBe(false);
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
});
