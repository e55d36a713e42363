import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBigQuery } from "./connect/bigquery";
import { startScene, type Scene } from "./connect/scene";
import { startWarehouse, type Warehouse } from "./connect/warehouse";

let scene: Scene;
let warehouse: Warehouse;
let bigquery: Awaited<ReturnType<typeof startBigQuery>>;

const EVENTS = 7_000;

beforeAll(async () => {
  warehouse = await startWarehouse();
  await warehouse.query(`
    SET timezone = 'UTC';
    CREATE TABLE users (user_id bigint, identity text, email text, joindate timestamptz, last_modified timestamptz);
    CREATE TABLE sign_up_raw (event_id bigint, user_id bigint, session_id bigint, time timestamptz, amount numeric, seats bigint, is_trial boolean, details jsonb);
    CREATE VIEW sign_up AS SELECT * FROM sign_up_raw;
    INSERT INTO users SELECT 9007199254740993 + n, 'user-' || n || '@acme.io', NULL, '2026-01-01', now() FROM generate_series(1, 20) n;
    INSERT INTO sign_up_raw SELECT 9007199254741001 + n, 9007199254740994 + n % 20, n, now() - n * interval '1 minute', 19.99, n, n % 2 = 0, '{"a": 1}' FROM generate_series(1, ${EVENTS}) n`);
  bigquery = await startBigQuery(warehouse);
  scene = await startScene({ SANDBOX_PORT: bigquery.port });
});

afterAll(async () => {
  await scene.engine.stop();
  await bigquery.stop();
  await warehouse.stop();
});

const connect = (more: object = {}, account: object = {}) =>
  scene.aWarehouseConnection(
    { kind: "bigquery", dataset: "main_production", location: "EU", ...more },
    {
      bigquery: {
        serviceAccount: JSON.stringify({
          ...bigquery.serviceAccount,
          ...{
            token_uri: "http://10.0.0.1/token",
            universe_domain: "evil.com",
          },
          ...account,
        }),
      },
    },
    "sandbox",
  );

const check = (id: string) => scene.engine.app.checkConnection(scene.input(id));

describe("Heap Connect in BigQuery", () => {
  it("is read by a service account, page by page, and no digit is lost", async () => {
    const id = await connect();
    const read = await scene.readAll(id);
    expect(read.problems).toEqual([]);
    expect(read.tables.map(({ name }) => name)).toEqual(["users", "sign_up"]);
    const events = (await scene.recordsOf(id, "events")).map(
      ({ payload }) => payload,
    );
    const rows = await warehouse.query(
      `SELECT event_id::text, user_id::text, to_char(time, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time FROM sign_up`,
    );
    const told = (row: Record<string, unknown>) =>
      `${String(row.event_id)} ${String(row.user_id)} ${String(row.time)}`;
    expect(events.map(told).toSorted()).toEqual(rows.map(told).toSorted());
    expect(events[0]?.properties).toMatchObject({
      ...{ amount: 19.99, seats: expect.any(Number) as number },
      ...{ is_trial: expect.any(Boolean) as boolean, details: { a: 1 } },
    });
    expect(await scene.recordsOf(id, "users")).toHaveLength(20);
  });

  it("bounds and marks every query", () => {
    for (const { configuration, jobReference } of bigquery.jobs) {
      expect(configuration.query.maximumBytesBilled).toBe("100000000000");
      expect(configuration.jobTimeoutMs).toBe("600000");
      expect(configuration.labels).toMatchObject({ app: "sluice" });
      expect(jobReference.location).toBe("EU");
    }
    expect(
      Math.max(
        ...bigquery.pages.map(({ searchParams }) =>
          Number(searchParams.get("maxResults")),
        ),
      ),
    ).toBe(2_000);
  });

  it("reads only the window the next time, by a constant in the query", async () => {
    const id = await connect({ windowDays: 1 });
    await scene.readAll(id);
    await warehouse.query(
      "UPDATE sign_up_raw SET amount = 20 WHERE session_id IN (1, 6999)",
    );
    const before = (await scene.recordsOf(id, "events")).length;
    await scene.engine.app.startImport(scene.input(id));
    expect(await scene.engine.workImport(id)).toBe("idle");
    const taken = (await scene.recordsOf(id, "events")).slice(before);
    expect(taken.map(({ payload }) => payload.session_id)).toEqual(["1"]);
    const { configuration } = bigquery.jobs.at(-1) ?? {};
    expect(configuration?.query.query).toContain("`time` >= @since");
    await warehouse.query("UPDATE sign_up_raw SET amount = 19.99");
  });

  it("goes on in the answer that it has, and is billed for no second query", async () => {
    const id = await connect();
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    const { pool } = scene.engine.app.database();
    await pool.query(
      `CREATE FUNCTION data.cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.key = '9007199254746001' THEN RAISE 'cut off'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER cut_off BEFORE INSERT ON data.connect_row FOR EACH ROW EXECUTE FUNCTION data.cut_off()`,
    );
    const before = bigquery.jobs.length;
    await expect(scene.engine.workImport(id)).rejects.toThrow("cut off");
    await pool.query("DROP TRIGGER cut_off ON data.connect_row");
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect(bigquery.jobs.length).toBe(before + 1);
    const { tables } = await scene.read(id);
    expect(tables.find(({ name }) => name === "sign_up")?.rows).toMatchObject({
      ...{ read: EVENTS, added: EVENTS },
    });
  });

  it("runs the query again when BigQuery has the answer no more", async () => {
    const id = await connect();
    await scene.engine.workImport(id);
    await scene.nameTables(id);
    await scene.engine.app
      .database()
      .pool.query(
        `UPDATE data.connect_table SET dump_id = 1, position = '{"job":"gone","location":"EU","row":2000}' WHERE connection_id = $1 AND name = 'sign_up'`,
        [id],
      );
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect(await scene.recordsOf(id, "events")).toHaveLength(EVENTS);
  });

  it("tells what looking at a table costs before it does, and refuses what is too much", async () => {
    const id = await connect({ gigabytesMax: 1 });
    await scene.readAll(id);
    const look = (isDry: boolean) =>
      scene.engine.app.previewTable({
        ctx: scene.engine.ctx,
        input: { id, body: { table: "sign_up", isDry } },
      });
    const before = bigquery.results.size;
    expect(await look(true)).toMatchObject({
      ...{ rows: null, cost: { bytes: 5_000_000, bytesMax: 1_000_000_000 } },
    });
    expect(bigquery.results.size).toBe(before);
    expect((await look(false)).rows).toHaveLength(20);
    bigquery.state.bytes = 2_000_000_000;
    await expect(look(false)).rejects.toThrow("nothing was billed");
    await scene.engine.app.startImport(scene.input(id));
    bigquery.state.bytes = 5_000_000;
    expect(await scene.engine.workImport(id)).toBe("idle");
  });

  it("takes only who it is and the key of a service account's file", async () => {
    const id = await connect();
    const { pool } = scene.engine.app.database();
    const shown = await scene.engine.app.getConnection(scene.input(id));
    expect(JSON.stringify(shown)).not.toContain("PRIVATE KEY");
    expect(shown.credentialsSet).toEqual(["bigquery"]);
    expect((await check(id)).detail).toContain("5 MB to BigQuery");
    const { rows } = await pool.query<{ credentials: unknown }>(
      "SELECT credentials FROM connections WHERE id = $1",
      [id],
    );
    expect(JSON.stringify(rows)).not.toContain("10.0.0.1");
    await expect(connect({}, { type: "external_account" })).rejects.toThrow();
  });

  it("says what is wrong in its own words, without what Google said", async () => {
    const { privateKey } = (await import("node:crypto")).generateKeyPairSync(
      "rsa",
      {
        modulusLength: 2_048,
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
      },
    );
    const id = await connect({}, { private_key: privateKey });
    const { ok, detail } = await check(id);
    expect(ok).toBe(false);
    expect(detail).toContain("does not know the service account");
    expect(detail).not.toContain("ada@acme.io");
  });
});
