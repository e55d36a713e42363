import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import {
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "../server";

const Bucket = "heap-rs3-sandbox";
const RoleArn = "arn:aws:iam::000000000000:role/heap-connect";

let folder: string;
let sandbox: Sandbox;

const start = () =>
  createSandbox({
    ...{ port: 0, host: "127.0.0.1", dataDir: folder, appUrl: null },
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-s3-test-"));
  sandbox = await start();
});

afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

function settingsOf(accessKeyId: string, secretAccessKey = "sandbox-secret") {
  return {
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  };
}

function clientOf(
  accessKeyId = "sandbox",
  secret?: string,
  more: S3ClientConfig = {},
) {
  return new S3Client({
    ...settingsOf(accessKeyId, secret),
    endpoint: `${sandbox.url}/s3`,
    forcePathStyle: true,
    ...more,
  });
}

const put = (Key: string, Body: string | Buffer, client = clientOf()) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));

async function get(Key: string, Range?: string, client = clientOf()) {
  const answer = await client.send(
    new GetObjectCommand({ Bucket, Key, ...(Range && { Range }) }),
  );
  return { ...answer, bytes: await buffer(answer.Body as Readable) };
}

const control = (path: string, body: object) =>
  fetch(`${sandbox.url}/_control/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });

const setFault = (fault: object) =>
  control("faults", { system: "s3", ...fault });

describe("the sandbox's S3", () => {
  it("gives back what it was given, whole and in ranges", async () => {
    const bytes = randomBytes(300_000);
    const { ETag } = await put("a/b.bin", bytes);
    const whole = await get("a/b.bin");
    expect(whole.bytes.equals(bytes)).toBe(true);
    expect(whole).toMatchObject({ ETag, ContentLength: 300_000 });
    expect(whole.LastModified?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    const part = await get("a/b.bin", "bytes=100-199");
    expect(part.bytes.equals(bytes.subarray(100, 200))).toBe(true);
    expect(part.$metadata.httpStatusCode).toBe(206);
    expect(part.ContentRange).toBe("bytes 100-199/300000");
    await expect(get("a/b.bin", "bytes=300000-")).rejects.toMatchObject({
      name: "InvalidRange",
      $metadata: { httpStatusCode: 416 },
    });
    const head = new HeadObjectCommand({ Bucket, Key: "a/b.bin" });
    expect(await clientOf().send(head)).toMatchObject({
      ...{ ETag, ContentLength: 300_000 },
    });
  });

  it("takes a stream as the SDK frames it, and an empty object", async () => {
    const bytes = randomBytes(2_500_000);
    await clientOf().send(
      new PutObjectCommand({
        ...{ Bucket, Key: "stream" },
        Body: Readable.from([
          bytes.subarray(0, 900_000),
          bytes.subarray(900_000),
        ]),
        ContentLength: bytes.length,
      }),
    );
    expect((await get("stream")).bytes.equals(bytes)).toBe(true);
    await put("empty", "");
    expect((await get("empty")).bytes).toHaveLength(0);
  });

  it.each([
    "../../escape",
    "a//b/../c",
    "/",
    "ü \u{1f600} %2F+&?#",
    "x".repeat(1_000),
    "a/",
  ])("takes the key %j as it is", async (key) => {
    await put(key, key);
    expect((await get(key)).bytes.toString()).toBe(key);
    const { Contents } = await clientOf().send(
      new ListObjectsV2Command({ Bucket, EncodingType: "url" }),
    );
    expect(Contents?.map((one) => decodeURIComponent(one.Key ?? ""))).toEqual([
      key,
    ]);
    expect(await readdir(join(folder, "s3"))).toEqual([Bucket]);
  });

  it("lists more than a thousand keys in pages", async () => {
    const keys = Array.from(
      { length: 1_150 },
      (_, index) => `p/${String(index).padStart(5, "0")}`,
    );
    const client = clientOf();
    for (let at = 0; at < keys.length; at += 50) {
      await Promise.all(
        keys.slice(at, at + 50).map((key) => put(key, "x", client)),
      );
    }
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    let pages = 0;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: "p/", ContinuationToken }),
      );
      found.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
      pages += 1;
    } while (ContinuationToken !== undefined);
    expect([found, pages]).toEqual([keys, 2]);
    const { CommonPrefixes } = await client.send(
      new ListObjectsV2Command({ Bucket, Delimiter: "/" }),
    );
    expect(CommonPrefixes).toEqual([{ Prefix: "p/" }]);
  });

  it("deletes, and knows its bucket", async () => {
    await put("gone", "x");
    const client = clientOf();
    await client.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
    await expect(get("gone")).rejects.toMatchObject({ name: "NoSuchKey" });
    await client.send(new HeadBucketCommand({ Bucket }));
    await client.send(new GetBucketLocationCommand({ Bucket }));
    const other = new ListObjectsV2Command({ Bucket: "nobody-has-it" });
    await expect(client.send(other)).rejects.toMatchObject({
      ...{ name: "NoSuchBucket", $metadata: { httpStatusCode: 404 } },
    });
  });

  it("keeps what it has over a restart, and nothing that was not whole", async () => {
    await put("kept", "x");
    const cut = new PutObjectCommand({
      ...{ Bucket, Key: "cut", ContentLength: 1_000_000 },
      Body: Readable.from([Buffer.alloc(10)]),
    });
    await expect(clientOf().send(cut)).rejects.toThrow();
    await sandbox.close();
    sandbox = await start();
    expect((await get("kept")).bytes.toString()).toBe("x");
    await expect(get("cut")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("refuses a body that is not what its checksum says", async () => {
    const wrong = new PutObjectCommand({
      ...{ Bucket, Key: "wrong", Body: "x", ChecksumCRC32: "AAAAAA==" },
    });
    await expect(clientOf().send(wrong)).rejects.toMatchObject({
      name: "BadDigest",
    });
    await expect(get("wrong")).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});

describe("who may do what at the sandbox's S3", () => {
  const list = (client: S3Client) =>
    client.send(new ListObjectsV2Command({ Bucket }));

  it.each([
    ["nobody", undefined, "InvalidAccessKeyId"],
    ["sandbox", "another-secret", "SignatureDoesNotMatch"],
    ["sandbox-no-list", undefined, "AccessDenied"],
  ])("tells %s with the secret %s: %s", async (key, secret, name) => {
    await expect(list(clientOf(key, secret))).rejects.toMatchObject({
      ...{ name, $metadata: { httpStatusCode: 403 } },
    });
  });

  it("lets those whose rights are cut do the rest", async () => {
    await put("a", "x");
    await list(clientOf("sandbox-no-get"));
    await expect(
      get("a", undefined, clientOf("sandbox-no-get")),
    ).rejects.toMatchObject({ name: "AccessDenied" });
    const mayNotList = clientOf("sandbox-no-list");
    expect((await get("a", undefined, mayNotList)).bytes.toString()).toBe("x");
    await expect(get("b", undefined, mayNotList)).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  it("refuses a clock that is off, and who comes without a signature", async () => {
    const off = clientOf("sandbox", undefined, {
      systemClockOffset: -20 * 60_000,
    });
    await expect(list(off)).rejects.toMatchObject({
      name: "RequestTimeTooSkewed",
    });
    const bare = await fetch(`${sandbox.url}/s3/${Bucket}?list-type=2`);
    expect(bare.status).toBe(403);
    expect(bare.headers.get("x-amz-request-id")).toMatch(/^[0-9A-F]{16}$/);
    expect(await bare.text()).toContain("<Code>AccessDenied</Code>");
  });
});

describe("the sandbox's STS", () => {
  const stsOf = (accessKeyId = "sandbox", secret?: string) =>
    new STSClient({
      ...settingsOf(accessKeyId, secret),
      endpoint: `${sandbox.url}/sts`,
    });
  const assume = (input: { RoleArn?: string; ExternalId?: string }) =>
    stsOf().send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "reader", ...input }),
    );

  it("gives credentials that work, with their token, even after a restart", async () => {
    await put("a", "x");
    const { Credentials } = await assume({ ExternalId: "anything" });
    await sandbox.close();
    sandbox = await start();
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const client = clientOf("", "", { credentials });
    expect((await get("a", undefined, client)).bytes.toString()).toBe("x");
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    const { sessionToken: _token, ...without } = credentials;
    await expect(
      get("a", undefined, clientOf("", "", { credentials: without })),
    ).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
    const forged = { ...credentials, sessionToken: "a.b" };
    await expect(
      get("a", undefined, clientOf("", "", { credentials: forged })),
    ).rejects.toMatchObject({ name: "InvalidToken" });
  });

  it("lets nobody have the role without the right ExternalId", async () => {
    const denied = { name: "AccessDenied", $metadata: { httpStatusCode: 403 } };
    await expect(assume({})).rejects.toMatchObject(denied);
    await control("connect/external-id", { externalId: "ours" });
    await expect(assume({ ExternalId: "theirs" })).rejects.toMatchObject(
      denied,
    );
    await assume({ ExternalId: "ours" });
    const other = { RoleArn: `${RoleArn}-other`, ExternalId: "ours" };
    await expect(assume(other)).rejects.toMatchObject(denied);
  });

  it("says who somebody is", async () => {
    const who = new GetCallerIdentityCommand({});
    expect(await stsOf().send(who)).toMatchObject({
      ...{ Account: "000000000000" },
      Arn: "arn:aws:iam::000000000000:user/sandbox",
    });
    await expect(stsOf("sandbox", "wrong").send(who)).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
  });
});

describe("faults of the sandbox's S3", () => {
  it("answers SlowDown where a 503 is asked for, and touches no other system", async () => {
    await put("a", "x");
    await setFault({ kind: "status", count: 1 });
    const heap = await fetch(`${sandbox.url}/heap/api/track`, {
      method: "POST",
    });
    expect(heap.status).toBe(400);
    await expect(get("a")).rejects.toMatchObject({
      ...{ name: "SlowDown", $metadata: { httpStatusCode: 503 } },
    });
    expect((await get("a")).bytes.toString()).toBe("x");
  });

  it("cuts a body in its middle", async () => {
    await put("a", randomBytes(1_000_000));
    await setFault({ kind: "reset", when: "after", count: 1 });
    await expect(get("a")).rejects.toThrow();
    expect((await get("a")).bytes).toHaveLength(1_000_000);
  });

  it("garbles lists and the bytes of objects", async () => {
    const bytes = randomBytes(1_000);
    await put("a", bytes);
    await setFault({ kind: "malformed" });
    await expect(
      clientOf().send(new ListObjectsV2Command({ Bucket })),
    ).rejects.toThrow();
    const garbled = (await get("a")).bytes;
    expect(garbled).toHaveLength(1_000);
    expect(garbled.equals(bytes)).toBe(false);
  });

  it("is slow when asked to be", async () => {
    await put("a", "x");
    await setFault({ kind: "slow", delayMs: 150, count: 1 });
    const before = performance.now();
    await get("a");
    expect(performance.now() - before).toBeGreaterThan(140);
  });
});
