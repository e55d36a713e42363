import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileOf, handMade } from "./connect/hand-made";
import { startScene, type Scene } from "./connect/scene";

let scene: Scene;

beforeAll(async () => {
  scene = await startScene();
});

afterAll(async () => {
  await scene.engine.stop();
});

const clicked = (...ids: string[]) =>
  fileOf(
    ["event_id", "user_id", "time"],
    ids.map((id) => [id, `u${id}`, "2026-11-01 10:00:00"]),
  );
const users = (...ids: string[]) =>
  fileOf(
    ["user_id", "identity"],
    ids.map((id) => [id, `${id}@acme.io`]),
  );
const merged = (from: string, to: string) =>
  fileOf(
    ["from_user_id", "to_user_id", "time"],
    [[from, to, "2026-11-01 10:00:00"]],
  );

const work = (id: string) => scene.engine.workImport(id);
const query = async (text: string, values: unknown[]) =>
  (
    await scene.engine.app
      .database()
      .pool.query<Record<string, unknown>>(text, values)
  ).rows;
const tableOf = async (id: string, name: string) =>
  (await scene.read(id)).tables.find((table) => table.name === name);
const idsOf = async (id: string, stream: string, column: string) =>
  (await scene.recordsOf(id, stream))
    .map(({ payload }) => String(payload[column]))
    .toSorted();

describe("Heap Connect that is read in the middle of something", () => {
  it("calls nothing gone while a table that is written whole is half read", async () => {
    const made = handMade(scene);
    await made.write(1, [{ name: "users", files: [users("1", "2", "3")] }]);
    const { id } = await made.connect();
    await work(id);
    const files = [users("1"), users("2"), users("3")];
    await made.write(2, [{ name: "users", files, incremental: false }]);
    // As if its first file had been broken, and then the bucket had given no answer.
    await query(
      "UPDATE data.connect_table SET dump_id = 2, files_read = 1 WHERE connection_id = $1",
      [id],
    );
    await query(
      "INSERT INTO data.connect_problem (connection_id, table_name, dump_id, file, message) VALUES ($1, 'users', 2, $2, 'it ends too soon')",
      [id, made.keyOf(2, "users", 0)],
    );
    await work(id);
    expect(await idsOf(id, "users", "user_id")).toEqual(["1", "2", "3"]);
    expect((await tableOf(id, "users"))?.rows.gone).toBe(0);
  });

  it("calls rows gone although it was cut off right before", async () => {
    const made = handMade(scene);
    await made.write(1, [{ name: "users", files: [users("1", "2")] }]);
    const { id } = await made.connect();
    await work(id);
    await made.write(2, [
      { name: "users", files: [users("1")], incremental: false },
    ]);
    await query(
      `CREATE OR REPLACE FUNCTION data.cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.is_gone THEN RAISE 'cut off'; END IF; RETURN NEW; END $$`,
      [],
    );
    await query(
      "CREATE TRIGGER cut_off BEFORE UPDATE ON data.connect_row FOR EACH ROW EXECUTE FUNCTION data.cut_off()",
      [],
    );
    await expect(work(id)).rejects.toThrow("cut off");
    await query("DROP TRIGGER cut_off ON data.connect_row", []);
    await work(id);
    expect((await tableOf(id, "users"))?.rows.gone).toBe(1);
  });

  it("goes on behind the last block of a file", async () => {
    const made = handMade(scene);
    const file = clicked("1");
    await made.write(1, [{ name: "clicked", files: [file] }]);
    const { id } = await made.connect();
    await work(id);
    await query(
      "UPDATE data.connect_table SET dump_id = 1, files_read = 0, next_byte = $2 WHERE connection_id = $1",
      [id, file.length],
    );
    expect((await scene.readAll(id)).problems).toEqual([]);
  });

  it("lets a file be that could not be read once the table was written anew", async () => {
    const made = handMade(scene);
    await made.write(1, [{ name: "clicked", files: [clicked("1"), null] }]);
    const { id } = await made.connect();
    expect((await scene.readAll(id)).problems).toHaveLength(1);
    await made.write(2, [
      { name: "clicked", files: [clicked("1", "3")], incremental: false },
    ]);
    await scene.bucket.put(made.keyOf(1, "clicked", 1), clicked("2"));
    await work(id);
    await work(id);
    expect(await idsOf(id, "events", "event_id")).toEqual(["1", "3"]);
    expect((await scene.read(id)).problems).toEqual([]);
  });

  it("reads what is left when a dump vanishes that was seen, and says so", async () => {
    const made = handMade(scene);
    await made.write(1, [{ name: "clicked", files: [clicked("1")] }]);
    await made.write(2, [{ name: "clicked", files: [clicked("2")] }]);
    const { id } = await made.connect();
    await work(id);
    await scene.bucket.remove(made.manifestKey(1));
    const { problems, state } = await scene.readAll(id);
    expect(state).toBe("idle");
    expect(problems).toMatchObject([
      { table: "", dumpId: 1, message: "it is not in the bucket" },
    ]);
    expect(await idsOf(id, "events", "event_id")).toEqual(["2"]);
  });

  it("does not let a merge that was read late overwrite what came after it", async () => {
    const made = handMade(scene);
    await made.write(1, [
      { name: "user_migrations", files: [null] },
      { name: "users", files: [users("a")] },
    ]);
    await made.write(2, [
      { name: "user_migrations", files: [merged("a", "c")] },
    ]);
    const { id } = await made.connect();
    await work(id);
    await scene.bucket.put(
      made.keyOf(1, "user_migrations", 0),
      merged("a", "b"),
    );
    await work(id);
    expect((await scene.read(id)).problems).toEqual([]);
    expect(
      await query(
        "SELECT to_user_id FROM data.heap_migration WHERE connection_id = $1",
        [id],
      ),
    ).toEqual([{ to_user_id: "c" }]);
  });

  it("tells of a merge of somebody of whom only the user was taken in", async () => {
    const made = handMade(scene);
    await made.write(1, [{ name: "users", files: [users("a")] }]);
    const { id } = await made.connect();
    await work(id);
    await made.write(2, [
      { name: "user_migrations", files: [merged("a", "b"), merged("x", "y")] },
    ]);
    await work(id);
    expect(await idsOf(id, "merges", "from_user_id")).toEqual(["a"]);
  });
});

describe("a connection whose Heap Connect is being read", () => {
  it("can be deleted while rows are taken in", async () => {
    const made = handMade(scene);
    await made.write(1, [{ name: "users", files: [users("1")] }]);
    const { id } = await made.connect();
    await work(id);
    const { app, ctx } = scene.engine;
    const client = await app.database().pool.connect();
    await client.query("BEGIN");
    await client.query(
      "SELECT FROM data.connect_import WHERE connection_id = $1 FOR UPDATE",
      [id],
    );
    const removed = app.removeConnection({ ctx, input: { id } });
    await sleep(300);
    await client.query(
      "INSERT INTO data.heap_seen (connection_id, user_id) VALUES ($1, '2')",
      [id],
    );
    await client.query("COMMIT");
    client.release();
    await removed;
    expect(await work(id)).toBe("stop");
  });
});

describe("Heap Connect with files that would not fit", () => {
  it("reads a block of more rows than a call takes arguments", async () => {
    const made = handMade(scene);
    const rows = Array.from({ length: 150_000 }, () => ["", "", ""]);
    const file = fileOf(["event_id", "user_id", "time"], rows);
    await made.write(1, [{ name: "clicked", files: [file, clicked("1")] }]);
    const { id } = await made.connect();
    await scene.readAll(id);
    expect((await tableOf(id, "clicked"))?.rows).toMatchObject({
      ...{ read: 150_001, refused: 150_000, added: 1 },
    });
  });

  it("refuses a row by itself whose id no index can hold", async () => {
    const made = handMade(scene);
    const long = Array.from({ length: 3_000 }, (_, at) =>
      String.fromCharCode(0x4e00 + at),
    ).join("");
    await made.write(1, [{ name: "clicked", files: [clicked("1", long)] }]);
    const { id } = await made.connect();
    await scene.readAll(id);
    expect(await idsOf(id, "events", "event_id")).toEqual(["1"]);
  });
});
