import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startScene, type Scene } from "./connect/scene";
import { startSnowflake } from "./connect/snowflake";
import { startWarehouse, type Warehouse } from "./connect/warehouse";

let scene: Scene;
let warehouse: Warehouse;
let snowflake: Awaited<ReturnType<typeof startSnowflake>>;

const EVENTS = 5_000;

beforeAll(async () => {
  warehouse = await startWarehouse('"MAIN"');
  await warehouse.query(`
    CREATE TABLE "USERS" ("USER_ID" bigint, "IDENTITY" text, "EMAIL" text, "JOINDATE" timestamp, "LAST_MODIFIED" timestamp);
    CREATE TABLE "SIGN_UP" ("EVENT_ID" bigint, "USER_ID" bigint, "SESSION_ID" bigint, "TIME" timestamp, "AMOUNT" numeric, "IS_TRIAL" boolean, "DETAILS" jsonb, "NOTE" text);
    INSERT INTO "USERS" SELECT 9007199254740993 + n, 'user-' || n || '@acme.io', NULL, '2026-01-01', now() FROM generate_series(1, 20) n;
    INSERT INTO "SIGN_UP" SELECT 9007199254741001 + n, 9007199254740994 + n % 20, n, now() - n * interval '1 minute', 19.99, n % 2 = 0, '{"a": 1}', 'It''s "n"' FROM generate_series(1, ${EVENTS}) n`);
  snowflake = await startSnowflake(warehouse, "HEAP_DB");
  scene = await startScene({ SANDBOX_PORT: snowflake.port });
});

afterAll(async () => {
  await scene.engine.stop();
  await snowflake.stop();
  await warehouse.stop();
});

const connect = (credentials: object, more: object = {}) =>
  scene.aWarehouseConnection(
    {
      ...{ kind: "snowflake", account: "acme-eu1", user: "sluice" },
      ...{ warehouse: "XS", database: "HEAP_DB", schema: "MAIN", ...more },
    },
    { snowflake: credentials },
    "sandbox",
  );

const check = (id: string) => scene.engine.app.checkConnection(scene.input(id));

function keys() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "der" },
  });
  return { privateKey, publicKey: publicKey.toString("base64") };
}

describe("Heap Connect in Snowflake", () => {
  it("is read by a key, whole, in several chunks, and no digit is lost", async () => {
    const { privateKey, publicKey } = keys();
    snowflake.knows.publicKey = publicKey;
    const id = await connect({ privateKey });
    const read = await scene.readAll(id);
    expect(read.problems).toEqual([]);
    const events = (await scene.recordsOf(id, "events")).map(
      ({ payload }) => payload,
    );
    const rows = await warehouse.query(
      `SELECT "EVENT_ID"::text AS event_id, "USER_ID"::text AS user_id, to_char("TIME", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time FROM "SIGN_UP"`,
    );
    const told = (row: Record<string, unknown>) =>
      `${String(row.event_id)} ${String(row.user_id)} ${String(row.time)}`;
    expect(events.map(told).toSorted()).toEqual(rows.map(told).toSorted());
    expect(events[0]?.properties).toEqual({
      ...{ amount: 19.99, is_trial: expect.any(Boolean) as boolean },
      ...{ details: { a: 1 }, note: 'It\'s "n"' },
    });
    expect(await scene.recordsOf(id, "users")).toHaveLength(20);
  });

  it("tells Snowflake who asks, and how long a statement may run", async () => {
    const [login] = snowflake.logins;
    expect(JSON.stringify(login)).toContain("sluice workspace=");
    const [query] = snowflake.queries;
    expect(query?.parameters).toMatchObject({
      STATEMENT_TIMEOUT_IN_SECONDS: 600,
      STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: 120,
    });
    expect(query?.bindings).toMatchObject({ 1: { value: "MAIN" } });
    const { queries } = snowflake;
    expect(queries.every(({ sqlText }) => /^\s*SELECT /.test(sqlText))).toBe(
      true,
    );
  });

  it("goes on in the answer that it has, without running the query again", async () => {
    const { privateKey, publicKey } = keys();
    snowflake.knows.publicKey = publicKey;
    const id = await connect({ privateKey });
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    const { pool } = scene.engine.app.database();
    await pool.query(
      `CREATE FUNCTION data.cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.key = '9007199254744001' THEN RAISE 'cut off'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER cut_off BEFORE INSERT ON data.connect_row FOR EACH ROW EXECUTE FUNCTION data.cut_off()`,
    );
    const reads = () =>
      snowflake.queries.filter(({ sqlText }) => sqlText.includes('"SIGN_UP"'))
        .length;
    const before = reads();
    await expect(scene.engine.workImport(id)).rejects.toThrow("cut off");
    await pool.query("DROP TRIGGER cut_off ON data.connect_row");
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect(reads()).toBe(before + 1);
    const { tables } = await scene.read(id);
    expect(tables.find(({ name }) => name === "sign_up")?.rows).toMatchObject({
      ...{ read: EVENTS, added: EVENTS },
    });
  });

  it("runs the query again when Snowflake has the answer no more", async () => {
    const { privateKey, publicKey } = keys();
    snowflake.knows.publicKey = publicKey;
    const id = await connect({ privateKey });
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    await scene.engine.app
      .database()
      .pool.query(
        `UPDATE data.connect_table SET dump_id = 1, position = '{"queryId":"gone","row":2000}' WHERE connection_id = $1 AND name = 'sign_up'`,
        [id],
      );
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect(await scene.recordsOf(id, "events")).toHaveLength(EVENTS);
  });

  it("signs in by a token, and by a key that it made itself", async () => {
    snowflake.knows.token = "a token";
    const id = await connect({ token: "a token" });
    expect((await check(id)).detail).toContain("sign_up");
    const { statement } = await scene.engine.app.makeKeyPair(scene.input(id));
    const [, publicKey = ""] = /RSA_PUBLIC_KEY='([^']+)'/.exec(statement) ?? [];
    expect(statement).toContain('ALTER USER "SLUICE" SET');
    expect((await check(id)).ok).toBe(false);
    snowflake.knows.publicKey = publicKey;
    expect((await check(id)).ok).toBe(true);
    const shown = await scene.engine.app.getConnection(scene.input(id));
    expect(JSON.stringify(shown)).not.toContain("PRIVATE KEY");
  });

  it("says what is wrong in its own words, without what Snowflake said", async () => {
    snowflake.knows.token = "another";
    const id = await connect({ token: "a wrong token" });
    const { ok, detail } = await check(id);
    expect(ok).toBe(false);
    expect(detail).toContain("does not know this user");
    expect(detail).not.toContain("ada@acme.io");
    expect(detail).not.toContain("a wrong token");
  });

  it("refuses accounts that would lead elsewhere", async () => {
    for (const account of ["evil.com/x", "a@b", "acme..eu", "acme:8080"])
      await expect(
        connect({ token: "t" }, { account }),
        account,
      ).rejects.toThrow();
  });
});
