import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createSandbox, type Sandbox } from "../server";
import { uploadTarget } from "./dump-target";
import { generateDump } from "./generate-dump";
import { memoryTarget, readTable } from "./testing/memory-target";

const Bucket = "heap-rs3-sandbox";
const Written = z.object({
  dumpId: z.number(),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      incremental: z.boolean(),
    }),
  ),
});

let folder: string;
let sandbox: Sandbox;

const start = () =>
  createSandbox({
    ...{ port: 0, host: "127.0.0.1", dataDir: folder, appUrl: null },
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-connect-test-"));
  sandbox = await start();
});

afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (body: object) =>
  fetch(`${sandbox.url}/_control/connect`, {
    method: "POST",
    body: JSON.stringify(body),
  });

async function write(body: object) {
  return Written.parse(await (await ask(body)).json());
}

function client() {
  const credentials = {
    accessKeyId: "sandbox",
    secretAccessKey: "sandbox-secret",
  };
  const endpoint = `${sandbox.url}/s3`;
  return new S3Client({
    ...{ region: "us-east-1", endpoint, credentials, forcePathStyle: true },
  });
}

async function listKeys(): Promise<string[]> {
  const { Contents } = await client().send(
    new ListObjectsV2Command({ Bucket }),
  );
  return (Contents ?? []).flatMap(({ Key }) => Key ?? []);
}

/** All objects of the bucket, fetched as any reader would. */
async function download(): Promise<Map<string, Buffer>> {
  const objects = new Map<string, Buffer>();
  for (const Key of await listKeys()) {
    const { Body } = await client().send(new GetObjectCommand({ Bucket, Key }));
    objects.set(Key, await buffer(Body as Readable));
  }
  return objects;
}

describe("dumps in the sandbox's bucket", () => {
  it("are not there at the start", async () => {
    expect(await listKeys()).toEqual([]);
  });

  it("can be read as they were written", async () => {
    const { dumpId, tables } = await write({
      ...{ kind: "full", users: 30, events: 300, seed: 2, partRows: 20 },
    });
    const objects = await download();
    for (const { name, rows, incremental } of tables) {
      expect(await readTable(objects, dumpId, name)).toHaveLength(rows);
      expect(incremental).toBe(false);
    }
    expect([...objects.keys()]).toContain(`manifests/sync_${dumpId}.json`);
  });

  it("follow one another, over a restart too", async () => {
    const first = await write({ kind: "full", users: 40, events: 300 });
    await sandbox.close();
    sandbox = await start();
    const second = await write({
      ...{ kind: "incremental", users: 5, events: 50, changedShare: 0.3 },
      ...{ merges: 2, rebuild: ["report_shared"] },
    });
    expect([first.dumpId, second.dumpId]).toEqual([9, 10]);
    const objects = await download();
    const idsOf = async (dumpId: number, table: string, column: string) =>
      (await readTable(objects, dumpId, table)).map((row) => row[column]);
    const [before, after] = [
      await idsOf(9, "report_created", "event_id"),
      await idsOf(10, "report_created", "event_id"),
    ];
    expect(before.filter((id) => after.includes(id))).toEqual([]);
    const people = [
      ...(await idsOf(9, "users", "user_id")),
      ...(await idsOf(10, "users", "user_id")),
    ];
    const merged = await idsOf(10, "user_migrations", "from_user_id");
    expect(merged).toHaveLength(2);
    expect(people).toEqual(expect.arrayContaining(merged));
    const rebuilt = second.tables.filter(({ incremental }) => !incremental);
    expect(rebuilt.map(({ name }) => name)).toEqual(["report_shared"]);
  });

  it("take the place of one that was killed before its manifest", async () => {
    await write({ kind: "full" });
    const lost = await write({ kind: "incremental", events: 5 });
    const Key = `manifests/sync_${lost.dumpId}.json`;
    await client().send(new DeleteObjectCommand({ Bucket, Key }));
    await sandbox.close();
    sandbox = await start();
    const again = await write({ kind: "incremental", events: 5 });
    expect(again).toEqual(lost);
  });

  it("begin anew with another seed, with ids that rise all the same", async () => {
    await write({ kind: "full", seed: 1 });
    const other = await write({ kind: "full", seed: 2, users: 7, events: 70 });
    expect(other.dumpId).toBe(10);
    expect(other.tables.find(({ name }) => name === "users")?.rows).toBe(7);
    expect((await ask({ kind: "incremental", seed: 3 })).status).toBe(400);
    expect((await ask({ rebuild: ["nothing"] })).status).toBe(400);
  });

  it("come one after the other when several are asked for at once", async () => {
    const written = await Promise.all([
      write({ kind: "full" }),
      write({ kind: "incremental", events: 5 }),
      write({ kind: "incremental", events: 5 }),
    ]);
    expect(written.map(({ dumpId }) => dumpId)).toEqual([9, 10, 11]);
  });

  it("are forgotten by a reset", async () => {
    await write({ kind: "full" });
    await fetch(`${sandbox.url}/_control/reset`, { method: "POST" });
    expect(await listKeys()).toEqual([]);
    expect((await write({ kind: "full" })).dumpId).toBe(9);
  });

  it("can be uploaded by whoever has a client, byte for byte the same", async () => {
    const options = { users: 20, events: 200 };
    const target = uploadTarget(async (Key, body) =>
      client().send(
        new PutObjectCommand({ Bucket, Key, Body: await buffer(body) }),
      ),
    );
    await generateDump(target, options);
    const kept = memoryTarget();
    await generateDump(kept.target, options);
    const byKey = (objects: Map<string, Buffer>) =>
      [...objects].toSorted(([one], [other]) => (one < other ? -1 : 1));
    expect(byKey(await download())).toEqual(byKey(kept.objects));
  });
});
