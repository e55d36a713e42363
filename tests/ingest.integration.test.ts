import { gzipSync } from "node:zlib";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";
import { startIngestServer, type IngestServer } from "./setup/ingest-server";

const WAITING_RECORDS_MAX = 50_000;

type Answer = { accepted: number; duplicates: number; rejected: unknown[] };

let engine: Engine;
let server: IngestServer;
let origin: string;
let next = 0;

beforeAll(async () => {
  engine = await startEngine();
  server = await startIngestServer();
  origin = server.origin;
});

afterAll(async () => {
  server.stop();
  await engine.stop();
});

const post = (
  key: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) =>
  fetch(`${origin}/api/ingest/heap/${key}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });

const events = (count: number) =>
  Array.from({ length: count }, () => anEvent((next += 1)));
const takenOf = async (response: Promise<Response>) =>
  (await (await response).json()) as Answer;

async function aHeapConnection() {
  next += 1;
  const { id, ingestUrl } = await engine.app.createConnection({
    ctx: engine.ctx,
    input: { name: `heap-${next}`, kind: "heap", settings: { appId: "11" } },
  });
  return { id, key: ingestUrl?.split("/").at(-1) ?? "" };
}

describe("the ingest address", () => {
  it("takes an array, lines and gzip", async () => {
    const { key } = await aHeapConnection();
    const lines = events(3).map((event) => JSON.stringify(event));
    const answers = await Promise.all([
      takenOf(post(key, JSON.stringify(events(2)))),
      takenOf(
        post(key, lines.join("\n"), { "content-type": "application/x-ndjson" }),
      ),
      takenOf(
        post(key, new Uint8Array(gzipSync(JSON.stringify(events(4)))), {
          "content-encoding": "gzip",
        }),
      ),
    ]);
    expect(answers.map(({ accepted }) => accepted)).toEqual([2, 3, 4]);
  });

  it("tells each of many senders at once what became of its own records", async () => {
    const { key } = await aHeapConnection();
    const bodies = events(300).map((event) => JSON.stringify(event));
    const first = await Promise.all(
      bodies.slice(0, 200).map((body) => takenOf(post(key, body))),
    );
    expect(first.every(({ accepted }) => accepted === 1)).toBe(true);
    const again = await Promise.all(
      bodies.slice(100).map((body) => takenOf(post(key, body))),
    );
    expect(again.map(({ accepted }) => accepted)).toEqual([
      ...Array<number>(100).fill(0),
      ...Array<number>(100).fill(1),
    ]);
    expect(again.map(({ duplicates }) => duplicates)).toEqual([
      ...Array<number>(100).fill(1),
      ...Array<number>(100).fill(0),
    ]);
  });

  it.each([
    [401, "unknownkey", "[]", {}],
    [401, "no%20key", "[]", {}],
    [400, null, '{"event":', {}],
    [400, null, new Uint8Array([0x22, 0xff, 0x22]), {}],
    [413, null, " ".repeat(4 * 1024 * 1024 + 1), {}],
    [415, null, "[]", { "content-type": "text/csv" }],
    [415, null, "[]", { "content-encoding": "br" }],
  ])("answers %i as problem+json (%#)", async (status, key, body, headers) => {
    const known = key ?? (await aHeapConnection()).key;
    const response = await post(known, body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(
      "application/problem+json",
    );
    expect(await response.json()).toMatchObject({ status });
  });

  it("takes POST alone", async () => {
    const response = await fetch(`${origin}/api/ingest/heap/key`);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  it("asks for a header from the moment that it is set, and for nothing once the connection is gone", async () => {
    const { id, key } = await aHeapConnection();
    const status = async (headers = {}) =>
      (await post(key, JSON.stringify(events(1)), headers)).status;
    expect(await status()).toBe(202);
    const ingestHeader = { name: "X-Ingest", value: "open sesame" };
    const patch = { settings: { ingestHeader } };
    await engine.app.updateConnection({
      ctx: engine.ctx,
      input: { id, patch },
    });
    expect(await status()).toBe(401);
    expect(await status({ "x-ingest": "open sesame" })).toBe(202);
    await engine.app.removeConnection({ ctx: engine.ctx, input: { id } });
    expect(await status({ "x-ingest": "open sesame" })).toBe(401);
  });

  it("answers 429 while more waits than can be written, and loses none of what waits", async () => {
    const { id, key } = await aHeapConnection();
    const blocker = await engine.app.database().pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("SELECT pg_advisory_xact_lock(7201, hashtext($1))", [
      id,
    ]);
    const waiting = Array.from({ length: 5 }, () =>
      takenOf(post(key, JSON.stringify(events(WAITING_RECORDS_MAX / 5)))),
    );
    const one = JSON.stringify(events(1));
    const refused = await untilRefused(key, one);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatchObject({ title: "Too many requests" });
    await blocker.query("COMMIT");
    blocker.release();
    const taken = await Promise.all(waiting);
    expect(taken.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(
      WAITING_RECORDS_MAX,
    );
    expect((await post(key, one)).status).toBe(202);
  });
});

/** Asks with what is known already or is small, until so much waits that it is refused. */
async function untilRefused(key: string, body: string): Promise<Response> {
  for (;;) {
    const response = await Promise.race([
      post(key, body),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), 200)),
    ]);
    if (response?.status === 429) return response;
  }
}

describe("arrays in binary", () => {
  it("reach PostgreSQL as they are", async () => {
    const { textArray, uuidArray } =
      await import("../lib/services/inbox/binary-arrays");
    const client = new pg.Client(engine.app.database().pool.options);
    await client.connect();
    const texts = fc.array(
      fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const { rows } = await client.query<{ texts: string[] }>(
          "SELECT coalesce($1::text[], '{}') AS texts",
          [textArray(given)],
        );
        expect(rows[0]?.texts).toEqual(given);
      }),
    );
    const hash = Buffer.from("00112233445566778899aabbccddeeffdeadbeef", "hex");
    const { rows } = await client.query<{ ids: string }>(
      "SELECT $1::uuid[]::text AS ids",
      [uuidArray([hash])],
    );
    expect(rows[0]?.ids).toBe("{00112233-4455-6677-8899-aabbccddeeff}");
    await client.end();
  });
});
