import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, isOfEvents } from "./connect/differences";
import { startScene, type Dump, type Scene } from "./connect/scene";
import { anEvent } from "./setup/engine";

let scene: Scene;
let first: Dump;

beforeAll(async () => {
  scene = await startScene();
  first = await scene.writeDump({ users: 30, events: 400, partRows: 40 });
});

afterAll(async () => {
  await scene.engine.stop();
});

/** What went to the inbox after an id, in the same words. */
async function takenAfter(connectionId: string, inboxId: string) {
  const { rows } = await scene.engine.app.database().pool.query<{
    stream: "events" | "users" | "merges";
    name: string;
  }>(
    `SELECT stream, CASE stream
         WHEN 'events' THEN payload->>'event_id'
         WHEN 'users' THEN payload->>'user_id'
         ELSE (payload->>'from_user_id') || '>' || (payload->>'to_user_id') END AS name
     FROM data.inbox WHERE connection_id = $1 AND id > $2`,
    [connectionId, inboxId],
  );
  const of = (stream: string) =>
    rows.flatMap((row) => (row.stream === stream ? [row.name] : [])).toSorted();
  return { events: of("events"), users: of("users"), merges: of("merges") };
}

async function lastInboxId(): Promise<string> {
  const { rows } = await scene.engine.app
    .database()
    .pool.query<{ last: string }>("SELECT max(id) AS last FROM data.inbox");
  return rows[0]?.last ?? "0";
}

describe("Heap Connect in S3", () => {
  it("is read once, whole, and then only what is new", async () => {
    const { id } = await scene.aConnection();
    const read = await scene.readAll(id);
    expect(read.problems).toEqual([]);
    const byName = new Map(read.tables.map((table) => [table.name, table]));
    for (const { name, rows } of first.tables)
      expect(byName.get(name)?.rows, name).toEqual({
        ...{ read: rows, added: rows, changed: 0, gone: 0, refused: 0 },
      });
    const events = await scene.recordsOf(id, "events");
    const sent = first.tables
      .filter(isOfEvents)
      .reduce((sum, { rows }) => sum + rows, 0);
    expect(events.length).toBe(sent);
    expect(new Set(events.map((event) => event.record_key)).size).toBe(sent);
    expect(await scene.recordsOf(id, "merges")).toEqual([]);
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect((await scene.recordsOf(id, "events")).length).toBe(sent);
  });

  it("yields exactly the differences of a later dump", async () => {
    const { id } = await scene.aConnection();
    await scene.readAll(id);
    const before = await lastInboxId();
    const rebuilt = "pricing_viewed";
    const second = await scene.writeDump({
      ...{ kind: "incremental", users: 2, events: 40, changedShare: 0.2 },
      ...{ merges: 3, rebuild: [rebuilt], rebuildShare: 0.1 },
    });
    expect(second.tables).toContainEqual(
      expect.objectContaining({ name: rebuilt, incremental: false }),
    );
    expect(await scene.engine.workImport(id)).toBe("idle");
    const expected = await differences(scene.bucket, first, second);
    expect(expected.merges.length).toBeGreaterThan(0);
    expect(await takenAfter(id, before)).toEqual(expected);
  });

  it("tells of events whose they are by now: an identity, or nobody that is known", async () => {
    const { id } = await scene.aConnection();
    await scene.readAll(id);
    const dumps = [first.dumpId, first.dumpId + 1];
    const rows = async (table: string) =>
      (
        await Promise.all(dumps.map((dump) => scene.bucket.rows(dump, table)))
      ).flat();
    const became = new Map(
      (await rows("user_migrations")).map((row) => [
        row.from_user_id,
        row.to_user_id,
      ]),
    );
    const identities = new Map(
      (await rows("users")).map((row) => [row.user_id, row.identity]),
    );
    const events = await scene.recordsOf(id, "events");
    const owners = new Map(
      (
        await Promise.all(
          first.tables.filter(isOfEvents).map(({ name }) => rows(name)),
        )
      )
        .flat()
        .map((row) => [row.event_id, row.user_id ?? null]),
    );
    let merged = 0;
    for (const { payload } of events) {
      const owner = owners.get(String(payload.event_id)) ?? null;
      const now = became.get(owner) ?? owner;
      if (now !== owner) merged += 1;
      expect(payload.user_id).toBe(now);
      expect(payload.identity).toBe(identities.get(now ?? "") ?? null);
    }
    expect(merged).toBeGreaterThan(0);
  });

  it("knows an event that came by webhook before", async () => {
    const { id, key } = await scene.aConnection();
    const [row] = await scene.bucket.rows(first.dumpId, "report_created");
    const event_id = String(row?.event_id);
    await scene.engine.ingest(
      key,
      JSON.stringify(anEvent(1, { event: "Report Created", event_id })),
    );
    await scene.readAll(id, { report_created: "Report Created" });
    const events = await scene.recordsOf(id, "events");
    expect(
      events.filter(({ payload }) => payload.event_id === event_id),
    ).toHaveLength(1);
  });

  it("takes nothing twice when two executions read at once, or one is cut off", async () => {
    const { id } = await scene.aConnection();
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    const before = (await scene.recordsOf(id, "events")).length;
    expect(before).toBe(0);
    const work = () => scene.engine.app.runImportStep(id);
    await Promise.allSettled([work(), work(), work()]);
    await scene.engine.app
      .database()
      .pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%connect_row%'",
      );
    expect(await scene.engine.workImport(id)).toBe("idle");
    const events = await scene.recordsOf(id, "events");
    const ids = new Set(events.map(({ record_key }) => record_key));
    expect(ids.size).toBe(events.length);
    const { tables } = await scene.read(id);
    const added = tables
      .filter(isOfEvents)
      .reduce((sum, { rows }) => sum + rows.added, 0);
    expect(events.length).toBe(added);
  });

  it("waits while it is paused, and goes on where it was", async () => {
    const { id } = await scene.aConnection();
    await scene.engine.app.pauseImport(scene.input(id));
    expect(await scene.engine.workImport(id)).toBe("stop");
    expect((await scene.read(id)).state).toBe("paused");
    await scene.engine.app.startImport(scene.input(id));
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect((await scene.read(id)).state).toBe("idle");
  });
});
