import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { startScene, type Scene } from "./connect/scene";
import {
  startWarehouse,
  writeHeapTables,
  type Warehouse,
} from "./connect/warehouse";

let scene: Scene;
let warehouse: Warehouse;

beforeAll(async () => {
  scene = await startScene();
});

afterAll(async () => {
  await scene.engine.stop();
});

beforeEach(async () => {
  warehouse = await startWarehouse();
  await writeHeapTables(warehouse);
});

afterEach(async () => {
  await warehouse.stop();
});

const connect = () =>
  scene.aWarehouseConnection(warehouse.settings({}), warehouse.credentials);

const ours = (text: string) => scene.engine.app.database().pool.query(text);

/** Whatever takes in the row with this key fails. */
async function cutOffAt(key: string): Promise<void> {
  await ours(
    `CREATE OR REPLACE FUNCTION data.cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN IF NEW.key = '${key}' THEN RAISE 'cut off'; END IF; RETURN NEW; END $$`,
  );
  await ours(
    "CREATE TRIGGER cut_off BEFORE INSERT ON data.connect_row FOR EACH ROW EXECUTE FUNCTION data.cut_off()",
  );
}

const readAgain = async (id: string) => {
  await scene.engine.app.startImport(scene.input(id));
  expect(await scene.engine.workImport(id)).toBe("idle");
};

const rowsOf = async (id: string, name: string) =>
  (await scene.read(id)).tables.find((table) => table.name === name)?.rows;

const payloads = async (id: string, stream: string) =>
  (await scene.recordsOf(id, stream)).map(({ payload }) => payload);

describe("tables of a warehouse that come and go", () => {
  it("tells of merges by events once the table of merges is there no more", async () => {
    await warehouse.query(
      "CREATE TABLE user_migrations (from_user_id bigint, to_user_id bigint, time timestamp)",
    );
    const id = await connect();
    await scene.readAll(id);
    const [from, to] = ["9007199254740994", "9007199254740996"];
    await warehouse.query(
      `DROP TABLE user_migrations; UPDATE sign_up SET user_id = ${to} WHERE user_id = ${from}`,
    );
    await readAgain(id);
    expect(await payloads(id, "merges")).toEqual([
      expect.objectContaining({ from_user_id: from, to_user_id: to }),
    ]);
  });

  it("reads a table from its beginning that was left out while it was being read", async () => {
    await warehouse.query(
      `CREATE TABLE clicked AS SELECT n::bigint AS event_id, n % 500 AS user_id, n AS session_id,
         timestamp '2026-10-01' + n * interval '1 second' AS time FROM generate_series(1, 6000) n`,
    );
    const id = await connect();
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    await cutOffAt("5000");
    await expect(scene.engine.workImport(id)).rejects.toThrow("cut off");
    await ours("DROP TRIGGER cut_off ON data.connect_row");
    const include = (isIncluded: boolean) =>
      scene.engine.app.changeConnectTables({
        ctx: scene.engine.ctx,
        input: { id, body: { tables: [{ name: "clicked", isIncluded }] } },
      });
    await include(false);
    expect(await scene.engine.workImport(id)).toBe("idle");
    await include(true);
    await readAgain(id);
    expect(await rowsOf(id, "clicked")).toMatchObject({
      ...{ added: 6_000, gone: 0 },
    });
  });
});
