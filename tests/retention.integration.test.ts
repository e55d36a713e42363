import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "../lib/services/context";
import { startEngine, type Engine } from "./setup/engine";

const NOW = new Date("2026-11-24T12:00:00Z");
const OLD_DAY = "2026-10-01";

let engine: Engine;
let app: Engine["app"] & Awaited<ReturnType<typeof loadUpkeep>>;
let ctx: Context;
let connectionId: string;
let syncId: string;

/** After the engine: it sets the environment that these read. */
async function loadUpkeep() {
  return {
    ...(await import("../lib/services/inbox/retention")),
    ...(await import("../lib/services/inbox/forget")),
    ...(await import("../lib/services/overview/read")),
  };
}

beforeAll(async () => {
  engine = await startEngine();
  app = { ...engine.app, ...(await loadUpkeep()) };
  ctx = { ...engine.ctx, now: () => NOW };
  syncId = (await engine.aLiveSync()).syncId;
  const sync = await app
    .database()
    .prisma.sync.findUniqueOrThrow({ where: { id: syncId } });
  connectionId = sync.sourceConnectionId;
  await append(OLD_DAY, "1");
  await append("2026-11-24", "2");
});
afterAll(() => engine.stop());

const query = (sql: string, values: unknown[] = []) =>
  app.database().pool.query<Record<string, unknown>>(sql, values);

const append = (day: string, key: string) =>
  query("SELECT data.append_inbox($1, 'events', $2, $3, $4, $5, $6)", [
    connectionId,
    day,
    [key.padStart(32, "0")],
    [`key-${key}`],
    ["Sign Up"],
    ["{}"],
  ]);

const sweep = () => app.dropExpiredPartitions({ retentionDays: 30, now: NOW });

it("keeps a partition that a sync has not read, and says whose it is", async () => {
  expect(await sweep()).toEqual({ dropped: [], kept: ["inbox_20261001"] });
  const { needs } = await app.readOverview({ ctx, input: { hours: 24 } });
  expect(needs).toMatchObject([{ kind: "kept", syncId, retentionDays: 30 }]);
});

it("keeps a partition that a pending row comes from", async () => {
  await query("UPDATE data.cursor SET position = 1000");
  await query(
    `INSERT INTO runs (id, workspace_id, sync_id, number, version, status, trigger)
     VALUES ('run_1', $1, $2, 1, 1, 'running', 'stream')`,
    [ctx.workspaceId, syncId],
  );
  await query(
    `INSERT INTO data.pending (sync_id, run_id, chunk, inbox_id, record_key, event, message, bytes, attempts)
     SELECT $1, 'run_1', 1, id, record_key, event, '{}', 2, 1 FROM data.inbox WHERE day = $2`,
    [syncId, OLD_DAY],
  );
  expect(await sweep()).toEqual({ dropped: [], kept: ["inbox_20261001"] });
});

it("keeps a partition that a replay has not taken to its end", async () => {
  await query("DELETE FROM data.pending");
  await query(
    `INSERT INTO runs (id, workspace_id, sync_id, number, version, status, trigger)
     VALUES ('run_2', $1, $2, 2, 1, 'running', 'replay')`,
    [ctx.workspaceId, syncId],
  );
  await query(
    `INSERT INTO data.replay (run_id, sync_id, kind, position, generation, connection_id, stream, from_id, to_id, from_at, to_at)
     VALUES ('run_2', $1, 'inbox', 0, 0, $2, 'events', 0, 1000, '2026-10-01', '2026-10-02')`,
    [syncId, connectionId],
  );
  expect(await sweep()).toEqual({ dropped: [], kept: ["inbox_20261001"] });
  await query("UPDATE runs SET finished_at = now() WHERE id = 'run_2'");
});

it("drops it once nothing needs it, and no younger one", async () => {
  expect(await sweep()).toEqual({ dropped: ["inbox_20261001"], kept: [] });
  const { rows } = await query("SELECT record_key FROM data.inbox");
  expect(rows).toEqual([{ record_key: "key-2" }]);
  const { needs } = await app.readOverview({ ctx, input: { hours: 24 } });
  expect(needs).toEqual([]);
});

it("waits for the next hour when somebody reads the inbox for long", async () => {
  await append("2026-10-02", "3");
  await query("UPDATE data.cursor SET position = 1000");
  const reader = await app.database().pool.connect();
  await reader.query("BEGIN; SELECT count(*) FROM data.inbox");
  expect(await sweep()).toEqual({ dropped: [], kept: ["inbox_20261002"] });
  await reader.query("COMMIT");
  reader.release();
  expect((await sweep()).dropped).toEqual(["inbox_20261002"]);
});

it("forgets record keys after seven days, and not before", async () => {
  await query(
    "UPDATE data.inbox_key SET day = CASE WHEN key = $1 THEN '2026-11-16'::date ELSE '2026-11-17'::date END",
    ["2".padStart(32, "0")],
  );
  expect(await app.forgetOld(NOW)).toEqual({ deleted: 1 });
});
