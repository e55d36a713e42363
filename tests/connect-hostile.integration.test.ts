import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  block,
  header,
} from "../lib/connectors/heap/connect/testing/write-avro";
import { BUCKET, startScene, type Scene } from "./connect/scene";

let scene: Scene;

beforeAll(async () => {
  scene = await startScene();
});

afterAll(async () => {
  await scene.engine.stop();
});

const SCHEMA = {
  ...{ type: "record", name: "clicked" },
  fields: ["event_id", "user_id", "time", "note"].map((name) => ({
    ...{ name, type: "string" },
  })),
};

const text = (value: string) => {
  const bytes = Buffer.from(value);
  const length: number[] = [];
  let left = bytes.length * 2;
  for (; left >= 128; left = Math.floor(left / 128))
    length.push((left % 128) | 128);
  return Buffer.concat([Buffer.from([...length, left]), bytes]);
};

const rowOf = (id: string, note = "ok") =>
  Buffer.concat([id, `u${id}`, "2026-11-01 10:00:00", note].map(text));

const fileOf = (rows: Buffer[], codec: "null" | "snappy" = "snappy") =>
  Buffer.concat([
    header(SCHEMA, codec),
    ...rows.map((row) => block(codec, 1, row)),
  ]);

let folders = 0;

/** Writes dumps of one table below a prefix of their own, and answers a connection that reads them. */
async function aBucketWith(
  dumps: Record<number, { files: (Buffer | null)[]; incremental?: boolean }>,
) {
  folders += 1;
  const prefix = `hostile-${folders}/`;
  const put = async (
    dumpId: number,
    files: (Buffer | null)[],
    incremental: boolean,
  ) => {
    const keys = files.map(
      (_, part) =>
        `${prefix}sync_${dumpId}/clicked/part-${String(part).padStart(5, "0")}-x-c000.avro`,
    );
    for (const [part, file] of files.entries())
      if (file !== null) await scene.bucket.put(keys[part] ?? "", file);
    const urls = keys.map((key) => `s3://${BUCKET}/${key}`);
    const table = { name: "clicked", columns: [], files: urls, incremental };
    await scene.bucket.put(
      `${prefix}manifests/sync_${dumpId}.json`,
      JSON.stringify({ dump_id: dumpId, tables: [table] }),
    );
  };
  for (const [dumpId, { files, incremental = true }] of Object.entries(dumps))
    await put(Number(dumpId), files, incremental);
  const { id } = await scene.aConnection({ prefix });
  return { id, put, prefix };
}

async function idsOf(id: string) {
  const events = await scene.recordsOf(id, "events");
  return events.map(({ payload }) => String(payload.event_id)).toSorted();
}

describe("Heap Connect with files that are not as they should be", () => {
  const broken: [string, Buffer | null, string][] = [
    ["is missing", null, "not in the bucket"],
    ["is cut", fileOf([rowOf("8")]).subarray(0, -30), "ends too soon"],
    ["is no Avro", Buffer.from("<Error/>"), "no Avro"],
    [
      "has another codec",
      Buffer.concat([header(SCHEMA, "zstandard")]),
      "codec",
    ],
    [
      "expands without end",
      Buffer.concat([
        header(SCHEMA, "snappy"),
        block("snappy", 1, Buffer.alloc(40 * 1024 * 1024)),
      ]),
      "32 MiB",
    ],
  ];

  it.each(broken)(
    "takes in all that is good when a part %s, says which, and reads it once it is mended",
    async (_, part, message) => {
      const good = [fileOf([rowOf("1"), rowOf("2")]), fileOf([rowOf("4")])];
      const { id, put } = await aBucketWith({
        1: { files: [good[0] ?? null, part, good[1] ?? null] },
        2: { files: [fileOf([rowOf("5")])] },
      });
      const { problems } = await scene.readAll(id);
      expect(await idsOf(id)).toEqual(["1", "2", "4", "5"]);
      expect(problems).toMatchObject([
        {
          table: "clicked",
          dumpId: 1,
          message: expect.stringContaining(message) as string,
        },
      ]);
      await put(
        1,
        [good[0] ?? null, fileOf([rowOf("3")]), good[1] ?? null],
        true,
      );
      await scene.engine.workImport(id);
      expect(await idsOf(id)).toEqual(["1", "2", "3", "4", "5"]);
      expect((await scene.read(id)).problems).toEqual([]);
    },
  );

  it("keeps the good rows of a file that breaks in its middle", async () => {
    const file = fileOf([rowOf("1"), rowOf("2"), rowOf("3")]);
    file.writeUInt8(0, file.length - 3);
    const { id } = await aBucketWith({ 1: { files: [file] } });
    expect((await scene.readAll(id)).problems).toHaveLength(1);
    expect(await idsOf(id)).toEqual(["1", "2"]);
  });

  it("does not let a part that was mended late overwrite what came after it", async () => {
    const { id, put } = await aBucketWith({
      1: { files: [fileOf([rowOf("1")]), null] },
      2: { files: [fileOf([rowOf("2", "new")])] },
    });
    await scene.readAll(id);
    await put(1, [fileOf([rowOf("1")]), fileOf([rowOf("2", "old")])], true);
    await scene.engine.workImport(id);
    const notes = (await scene.recordsOf(id, "events")).map(
      ({ payload }) => payload.properties,
    );
    expect(notes).toEqual([{ note: "ok" }, { note: "new" }]);
  });

  it("refuses a huge row and one without an id by themselves, as dead letters that say why", async () => {
    const rows = [
      ...[rowOf("1"), rowOf("2", "x".repeat(20 * 1024 * 1024))],
      ...[rowOf(""), rowOf("4")],
    ];
    const { id } = await aBucketWith({
      1: { files: [fileOf(rows, "snappy")] },
    });
    const { tables, problems } = await scene.readAll(id);
    expect(problems).toEqual([]);
    expect(await idsOf(id)).toEqual(["1", "4"]);
    expect(tables[0]?.rows).toMatchObject({ read: 4, added: 2, refused: 2 });
    const { rows: letters } = await scene.engine.app
      .database()
      .pool.query<{ message: string }>(
        "SELECT message FROM data.dead_letter WHERE connection_id = $1 ORDER BY message",
        [id],
      );
    expect(letters.map(({ message }) => message)).toEqual([
      expect.stringContaining("characters"),
      expect.stringContaining("event_id is missing"),
    ]);
  });

  it("waits behind a manifest that is half written, and goes on when it is whole", async () => {
    const { id, put, prefix } = await aBucketWith({
      9: { files: [fileOf([rowOf("1")])] },
      11: { files: [fileOf([rowOf("3")])] },
    });
    await scene.bucket.put(
      `${prefix}manifests/sync_10.json`,
      '{"dump_id": 10, "tab',
    );
    const { problems } = await scene.readAll(id);
    expect(problems).toMatchObject([{ table: "", dumpId: 10 }]);
    expect(await idsOf(id)).toEqual(["1"]);
    await put(10, [fileOf([rowOf("2")])], true);
    await scene.engine.workImport(id);
    expect(await idsOf(id)).toEqual(["1", "2", "3"]);
    expect((await scene.read(id)).problems).toEqual([]);
  });

  it("passes by what only looks like a manifest", async () => {
    const { id, prefix } = await aBucketWith({
      9: { files: [fileOf([rowOf("1")])] },
    });
    await scene.bucket.put(`${prefix}manifests/sync_007.json`, "{}");
    await scene.bucket.put(
      `${prefix}manifests/old/manifests/sync_5.json`,
      "{}",
    );
    expect((await scene.readAll(id)).problems).toEqual([]);
    expect(await idsOf(id)).toEqual(["1"]);
  });

  it("looks again when somebody asked for it while an import was at work", async () => {
    const { id, put } = await aBucketWith({
      1: { files: [fileOf([rowOf("1")])] },
    });
    await scene.readAll(id);
    const { pool } = scene.engine.app.database();
    await pool.query(
      "UPDATE data.connect_import SET state = 'reading' WHERE connection_id = $1",
      [id],
    );
    await put(2, [fileOf([rowOf("2")])], true);
    await scene.engine.app.startImport(scene.input(id));
    expect(await scene.engine.workImport(id)).toBe("idle");
    expect(await idsOf(id)).toEqual(["1", "2"]);
  });

  it("calls rows gone only when a table was written whole and all of it was read", async () => {
    const { id, put } = await aBucketWith({
      1: { files: [fileOf([rowOf("1"), rowOf("2")])] },
    });
    await scene.readAll(id);
    await put(2, [fileOf([rowOf("1")]), null], false);
    await scene.engine.workImport(id);
    expect((await scene.read(id)).tables[0]?.rows.gone).toBe(0);
    await put(2, [fileOf([rowOf("1")]), fileOf([rowOf("3")])], false);
    await scene.engine.workImport(id);
    expect((await scene.read(id)).tables[0]?.rows.gone).toBe(1);
    expect(await idsOf(id)).toEqual(["1", "2", "3"]);
    await put(3, [], false);
    await scene.engine.workImport(id);
    expect((await scene.read(id)).tables[0]?.rows.gone).toBe(3);
  });

  it("takes in only what differs when the bucket is exchanged for another one", async () => {
    const old = await aBucketWith({
      5: { files: [fileOf([rowOf("1"), rowOf("2", "old")])] },
    });
    await scene.readAll(old.id);
    const moved = await aBucketWith({
      1: { files: [fileOf([rowOf("1"), rowOf("2", "new"), rowOf("3")])] },
    });
    const { prefix } = moved;
    const connect = { bucket: BUCKET, region: "us-east-1", prefix };
    await scene.engine.app.updateConnection({
      ctx: scene.engine.ctx,
      input: { id: old.id, patch: { settings: { connect } } },
    });
    await scene.engine.workImport(old.id);
    expect(await idsOf(old.id)).toEqual(["1", "2", "2", "3"]);
    expect((await scene.read(old.id)).newestDump).toBe(1);
  });

  it("says that the bucket gives no answer, and does not lose its place", async () => {
    const { id } = await aBucketWith({ 1: { files: [fileOf([rowOf("1")])] } });
    const { sandboxUrl } = scene.engine;
    const fault = { system: "s3", kind: "status", status: 503 };
    const faults = `${sandboxUrl}/_control/faults`;
    await fetch(faults, { method: "POST", body: JSON.stringify(fault) });
    expect(await scene.engine.workImport(id)).toBe("wait");
    expect(await scene.read(id)).toMatchObject({ state: "failed" });
    await fetch(faults, { method: "DELETE" });
    expect((await scene.readAll(id)).state).toBe("idle");
    expect(await idsOf(id)).toEqual(["1"]);
  });
});

describe("an import that Sluice itself could not go on with", () => {
  it("says so until it reads on", async () => {
    const { id } = await aBucketWith({ 1: { files: [fileOf([rowOf("1")])] } });
    expect(await scene.engine.workImport(id)).toBe("idle");
    const { reportImportFailure } =
      await import("../lib/services/connect/report-failure");
    await reportImportFailure(id, "TypeError");
    const failed = await scene.read(id);
    expect(failed.state).toBe("failed");
    expect(failed.error).toContain("tries again each minute");
    expect((await scene.readAll(id)).error).toBeNull();
  });
});

describe("checking a bucket of Heap Connect", () => {
  const check = async (credentials: object, connect: object = {}) => {
    const { id } = await scene.aConnection(connect, credentials);
    return scene.engine.app.checkConnection(scene.input(id));
  };
  const key = (accessKeyId: string, secretAccessKey = "sandbox-secret") => ({
    s3: { accessKeyId, secretAccessKey },
  });

  it("says what is there", async () => {
    expect((await check(key("sandbox"))).detail).toContain("no dump");
    await scene.writeDump({ users: 3, events: 20 });
    const { ok, detail } = await check(key("sandbox"));
    expect(ok).toBe(true);
    expect(detail).toMatch(
      /1 dump in heap-rs3-sandbox, the newest is 9 with \d+ tables/,
    );
  });

  it.each([
    ["an unknown key", key("nobody"), "access key is not known"],
    ["a wrong secret", key("sandbox", "wrong"), "secret access key"],
    ["no right to list", key("sandbox-no-list"), "s3:ListBucket"],
    ["no right to read", key("sandbox-no-get"), "s3:GetObject"],
  ])("says what is missing with %s", async (_, credentials, message) => {
    const { ok, detail } = await check(credentials);
    expect(ok).toBe(false);
    expect(detail).toContain(message);
    expect(detail).not.toContain("sandbox-secret");
  });

  it("says that there is no such bucket, or no way in", async () => {
    const other = await check(key("sandbox"), { bucket: "heap-rs3-other" });
    expect(other.detail).toContain("no bucket");
    expect((await check({ s3: null })).detail).toContain("no way in");
  });

  it("takes a role that trusts it by its external id, and no other", async () => {
    const roleArn = "arn:aws:iam::000000000000:role/heap-connect";
    const { ok } = await check({ s3: null }, { roleArn });
    expect(ok).toBe(true);
    const other = "arn:aws:iam::000000000000:role/another";
    const refused = await check({ s3: null }, { roleArn: other });
    expect(refused).toMatchObject({ ok: false });
    expect(refused.detail).toContain("does not trust this installation");
  });

  it("reaches no address of a private network that nobody allowed", async () => {
    for (const endpoint of ["http://10.0.0.1", "http://169.254.169.254"]) {
      const { ok, detail } = await check(key("sandbox"), { endpoint });
      expect(ok).toBe(false);
      expect(detail).toMatch(/private address|metadata/);
    }
  });
});
