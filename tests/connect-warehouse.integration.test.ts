import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { openWarehouse } from "../lib/connectors/warehouse/open";
import type { WarehouseTarget } from "../lib/connectors/warehouse/target";
import { startScene, type Scene } from "./connect/scene";
import { startTlsFront } from "./connect/tls-front";
import {
  startWarehouse,
  writeHeapTables,
  type Warehouse,
} from "./connect/warehouse";
import { localhostCertificate } from "./setup/localhost-certificate";

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

const connect = (more: object = {}) =>
  scene.aWarehouseConnection(warehouse.settings(more), warehouse.credentials);

const ours = async (text: string, values: unknown[]) =>
  (
    await scene.engine.app
      .database()
      .pool.query<Record<string, unknown>>(text, values)
  ).rows;

const readAgain = async (id: string) => {
  await scene.engine.app.startImport(scene.input(id));
  expect(await scene.engine.workImport(id)).toBe("idle");
};

const tableOf = async (id: string, name: string) =>
  (await scene.read(id)).tables.find((table) => table.name === name);

const payloads = async (id: string, stream: string) =>
  (await scene.recordsOf(id, stream)).map(({ payload }) => payload);

const idsOf = (rows: readonly Record<string, unknown>[], column: string) =>
  rows.map((row) => String(row[column])).toSorted();

/** A table with more rows than a query or a page has. */
const fillClicks = (rows: number) =>
  warehouse.query(
    `CREATE TABLE clicked AS SELECT n::bigint AS event_id, n % 500 AS user_id, n AS session_id,
       timestamp '2026-10-01' + n * interval '1 second' AS time, repeat('x', 100) AS target_text FROM generate_series(1, ${rows}) n`,
  );

const target = (more: object = {}): WarehouseTarget => ({
  ...{ engine: "postgres", host: warehouse.url.hostname, ca: null },
  ...{ port: Number(warehouse.url.port), tls: "off" },
  database: warehouse.url.pathname.slice(1),
  ...{ schema: warehouse.schema, user: warehouse.user },
  ...{ password: warehouse.password, origin: null },
  tag: { workspaceId: "ws_1", connectionId: "con_1" },
  ...more,
});

describe("Heap Connect in PostgreSQL", () => {
  it("is read whole, each row once, and no digit is lost", async () => {
    const id = await connect();
    const read = await scene.readAll(id);
    expect(read.problems).toEqual([]);
    expect(read.tables.map(({ name }) => name)).toEqual([
      ...["users", "pageviews", "sign_up"],
    ]);
    const events = await payloads(id, "events");
    const ownersIn = (table: string) =>
      warehouse.query(`SELECT event_id::text, user_id::text FROM ${table}`);
    const signUps = await ownersIn("sign_up");
    const pages = await ownersIn("pageviews");
    const users = await warehouse.query(
      "SELECT user_id::text, identity FROM users",
    );
    const identities = new Map(users.map((row) => [row.user_id, row.identity]));
    const told = (event: unknown, row: Record<string, unknown>, who: unknown) =>
      [event, row.event_id, row.user_id, who].map(String).join(" ");
    const of = (event: string) => (row: Record<string, unknown>) =>
      told(event, row, identities.get(row.user_id));
    const expected = [
      ...signUps.map(of("Sign Up")),
      ...pages.map(of("Pageview")),
    ];
    const taken = events.map((row) => told(row.event, row, row.identity));
    expect(taken.toSorted()).toEqual(expected.toSorted());
    expect(idsOf(await payloads(id, "users"), "user_id")).toEqual(
      idsOf(users, "user_id"),
    );
  });

  it("keeps what columns hold, in the types that they have", async () => {
    const id = await connect();
    await scene.readAll(id);
    const [row] = await warehouse.query(
      'SELECT event_id::text, to_char(time, \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') AS time FROM sign_up WHERE session_id = 2',
    );
    const event = (await payloads(id, "events")).find(
      (one) => one.event_id === row?.event_id && one.event === "Sign Up",
    );
    expect(event).toMatchObject({
      ...{ session_id: "2", time: row?.time },
      properties: {
        ...{ type: "click", amount: 19.99, seats: 2, is_trial: true },
        details: { big: "9007199254740995" },
      },
    });
    const [user] = await payloads(id, "users");
    expect(user?.properties).toMatchObject({
      "plan name": "Pro",
      lifetime_value: expect.any(Number) as number,
    });
  });

  it("takes in exactly what changed since, of a window before the last look", async () => {
    const id = await connect({ windowDays: 2 });
    await scene.readAll(id);
    await warehouse.query(`
      UPDATE sign_up SET type = 'submit' WHERE session_id IN (1, 90);
      INSERT INTO sign_up (event_id, user_id, session_id, time, type) VALUES (5, 9007199254740994, 5000, now(), 'click');
      ALTER TABLE sign_up ADD COLUMN coupon text;
      UPDATE users SET email = 'new@acme.io' WHERE user_id = 9007199254740995;
      DELETE FROM users WHERE user_id = 9007199254741000`);
    const before = (await payloads(id, "events")).length;
    const usersBefore = (await payloads(id, "users")).length;
    await readAgain(id);
    const taken = (await scene.recordsOf(id, "events")).slice(before);
    expect(
      taken.map(({ payload, generation }) => [payload.session_id, generation]),
    ).toEqual([
      ["5000", 0],
      ["1", 1],
    ]);
    const users = (await payloads(id, "users")).slice(usersBefore);
    expect(users).toEqual([
      expect.objectContaining({
        ...{ user_id: "9007199254740995", email: "new@acme.io" },
      }),
    ]);
    expect((await tableOf(id, "users"))?.rows.gone).toBe(1);
    expect((await tableOf(id, "sign_up"))?.rows.gone).toBe(0);
    await readAgain(id);
    expect((await payloads(id, "events")).length).toBe(before + 2);
  });

  it("tells of a merge that shows in whose an event is, and sends the event no second time", async () => {
    const id = await connect();
    await scene.readAll(id);
    const before = (await payloads(id, "events")).length;
    const [from, to] = ["9007199254740994", "9007199254740996"];
    await warehouse.query(
      `UPDATE sign_up SET user_id = ${to} WHERE user_id = ${from};
       UPDATE pageviews SET user_id = ${to} WHERE user_id = ${from};
       DELETE FROM users WHERE user_id = ${from}`,
    );
    await readAgain(id);
    expect(await payloads(id, "merges")).toEqual([
      expect.objectContaining({ from_user_id: from, to_user_id: to }),
    ]);
    expect((await payloads(id, "events")).length).toBe(before);
  });

  it("goes on where it was cut off", async () => {
    await fillClicks(9_000);
    const id = await connect();
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    await ours(
      `CREATE OR REPLACE FUNCTION data.cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.key = '5000' THEN RAISE 'cut off'; END IF; RETURN NEW; END $$`,
      [],
    );
    await ours(
      "CREATE TRIGGER cut_off BEFORE INSERT ON data.connect_row FOR EACH ROW EXECUTE FUNCTION data.cut_off()",
      [],
    );
    await expect(scene.engine.workImport(id)).rejects.toThrow("cut off");
    await ours("DROP TRIGGER cut_off ON data.connect_row", []);
    expect((await tableOf(id, "clicked"))?.rows.read).toBe(4_000);
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect((await tableOf(id, "clicked"))?.rows).toEqual({
      ...{ read: 9_000, added: 9_000, changed: 0, gone: 0, refused: 0 },
    });
    const clicks = (await payloads(id, "events")).filter(
      ({ event }) => event === "Clicked",
    );
    expect(new Set(idsOf(clicks, "event_id")).size).toBe(9_000);
  });

  it("sets a table aside that it may not read, and reads it once it may", async () => {
    const id = await connect();
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    await warehouse.query(`REVOKE SELECT ON pageviews FROM ${warehouse.user}`);
    expect(await scene.engine.workImport(id)).toBe("idle");
    const [problem] = (await scene.read(id)).problems;
    expect(problem).toMatchObject({ table: "pageviews" });
    expect(problem?.message).toContain("grant SELECT");
    await warehouse.query(`GRANT SELECT ON pageviews TO ${warehouse.user}`);
    await readAgain(id);
    expect((await scene.read(id)).problems).toEqual([]);
  });

  it("calls nobody gone while a table is being written anew", async () => {
    const id = await connect();
    await scene.readAll(id);
    await warehouse.query("DELETE FROM users");
    await readAgain(id);
    expect((await tableOf(id, "users"))?.rows.gone).toBe(0);
    expect((await scene.read(id)).problems[0]?.message).toContain("empty");
  });

  it("shows the first rows of tables that the last look found, and of no others", async () => {
    const id = await connect();
    await scene.readAll(id);
    const look = (body: object) =>
      scene.engine.app.previewTable({
        ctx: scene.engine.ctx,
        input: { id, body },
      });
    const dry = await look({ table: "sign_up", isDry: true });
    expect(dry).toMatchObject({ rows: null, cost: { bytes: null } });
    const { rows, columns } = await look({ table: "sign_up" });
    expect(rows).toHaveLength(20);
    expect(columns[0]).toEqual({ name: "event_id", type: "bigint" });
    const known = await warehouse.query("SELECT event_id::text FROM sign_up");
    for (const cells of rows ?? [])
      expect(idsOf(known, "event_id")).toContain(cells[0]);
    for (const table of ["currencies", "pg_user", 'users" --'])
      await expect(look({ table })).rejects.toThrow("no table of this name");
  });

  it("says what is there, or what is missing, and never the password", async () => {
    const check = (id: string) =>
      scene.engine.app.checkConnection(scene.input(id));
    expect(await check(await connect())).toEqual({
      ok: true,
      detail: expect.stringContaining("pageviews, sign_up, users") as string,
    });
    const wrong = await check(await connect({ database: "nowhere" }));
    expect(wrong).toEqual({
      ...{
        ok: false,
        detail: "Heap Connect: There is no database of this name.",
      },
    });
    const inside = await check(await connect({ host: "10.0.0.1" }));
    expect(inside.detail).toContain("OUTBOUND_ALLOW");
    const tls = await check(await connect({ tls: "verify" }));
    expect(tls.detail).toContain("offers no TLS");
    for (const { detail } of [wrong, inside, tls])
      expect(detail).not.toContain(warehouse.password);
  });
});

describe("a PostgreSQL with TLS", () => {
  it("is read when its certificate counts, and is for this name", async () => {
    const { hostname: host, port } = warehouse.url;
    const front = await startTlsFront(
      { host, port: Number(port) },
      localhostCertificate,
    );
    const tables = async (more: object) => {
      const place = { tls: "verify", port: front.port, ...more };
      const reader = openWarehouse(target(place), ["127.0.0.1", "::1"]);
      return reader.tables().finally(() => reader.close());
    };
    const ca = localhostCertificate.cert;
    expect((await tables({ host: "localhost", ca })).length).toBeGreaterThan(3);
    await expect(tables({ host: "localhost" })).rejects.toMatchObject({
      ...{ name: "ConnectorError", advice: "change-connection" },
      message: expect.stringContaining("no certificate that counts") as string,
    });
    await expect(tables({ host: "127.0.0.1", ca })).rejects.toMatchObject({
      name: "ConnectorError",
    });
    front.stop();
  });
});

describe("the sandbox's warehouse", () => {
  it("holds the same people and events as its dumps, with merges done", async () => {
    const place = {
      ...{ host: "127.0.0.1", port: Number(warehouse.url.port) },
      ...{ database: warehouse.url.pathname.slice(1), schema: "sandbox" },
      user: decodeURIComponent(warehouse.url.username),
      password: decodeURIComponent(warehouse.url.password),
    };
    await scene.writeDump({ users: 20, events: 300, seed: 7 });
    await scene.writeDump({
      ...{ kind: "incremental", users: 2, events: 40, merges: 2, seed: 7 },
      postgres: place,
    });
    const bucket = await scene.aConnection();
    await scene.readAll(bucket.id);
    const { user, password } = place;
    const id = await scene.aWarehouseConnection(
      warehouse.settings({ schema: "sandbox" }),
      { postgres: { user, password } },
    );
    await scene.readAll(id);
    const told = ({
      event,
      event_id,
      user_id,
      time,
    }: Record<string, unknown>) =>
      [event, event_id, user_id, time].map(String).join(" ");
    const ofBucket = (await payloads(bucket.id, "events")).map(told);
    const ofWarehouse = (await payloads(id, "events")).map(told);
    expect(ofWarehouse.toSorted()).toEqual(ofBucket.toSorted());
    expect(ofWarehouse.length).toBeGreaterThan(340);
    const [all] = await warehouse.query(
      "SELECT count(*)::integer AS count FROM sandbox.all_events",
    );
    expect(all?.count).toBe(ofWarehouse.length);
  });
});

describe("the reader of PostgreSQL", () => {
  it("can write nothing, whatever a view does", async () => {
    await warehouse.query(`
      CREATE TABLE traces (at timestamptz); GRANT ALL ON traces TO PUBLIC;
      CREATE FUNCTION trace() RETURNS bigint LANGUAGE sql AS $$ INSERT INTO main_production.traces VALUES (now()) RETURNING 1::bigint $$;
      CREATE VIEW tricked AS SELECT trace() AS event_id, 1::bigint AS user_id, now()::timestamp AS time`);
    const reader = openWarehouse(target(), ["127.0.0.1"]);
    const tables = await reader.tables();
    const table = tables.find(({ name }) => name === "tricked");
    if (table === undefined) throw new Error("The view is missing");
    await expect(reader.first(table, 1)).rejects.toThrow("25006");
    await reader.close();
    expect(await warehouse.query("SELECT * FROM traces")).toEqual([]);
  });

  it("reads a large table in order, whole, and in little memory", async () => {
    await fillClicks(120_000);
    await warehouse.query(
      "UPDATE clicked SET time = NULL WHERE event_id % 1000 = 0; UPDATE clicked SET time = '2026-10-02' WHERE event_id BETWEEN 49000 AND 51500",
    );
    const reader = openWarehouse(target(), ["127.0.0.1"]);
    const table = (await reader.tables()).find(
      ({ name }) => name === "clicked",
    );
    if (table === undefined) throw new Error("The table is missing");
    const read = { table, key: "event_id", time: "time", since: null };
    const seen = new Set<unknown>();
    let heapMax = 0;
    const heapBefore = process.memoryUsage().heapUsed;
    for await (const { rows } of reader.pages(read, null)) {
      for (const row of rows) seen.add(row.event_id);
      heapMax = Math.max(heapMax, process.memoryUsage().heapUsed);
    }
    expect(seen.size).toBe(120_000);
    expect((heapMax - heapBefore) / 1_048_576).toBeLessThan(100);
    await reader.close();
  });

  it("marks its sessions, and bounds what they may take", async () => {
    await warehouse.query(
      `CREATE VIEW session AS SELECT 1::bigint AS event_id, 1::bigint AS user_id, now()::timestamp AS time, current_setting('application_name') AS application,
         current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock, current_setting('transaction_read_only') AS read_only`,
    );
    const reader = openWarehouse(target(), ["127.0.0.1"]);
    const table = (await reader.tables()).find(
      ({ name }) => name === "session",
    );
    if (table === undefined) throw new Error("The view is missing");
    const [row] = await reader.first(table, 1);
    await reader.close();
    expect(row).toMatchObject({
      ...{ application: "sluice", statement: "30s", lock: "10s" },
      read_only: "on",
    });
  });
});
