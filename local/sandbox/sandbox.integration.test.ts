import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Analytics } from "@segment/analytics-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { findFreePort } from "../ports";
import { createSandbox, type Sandbox } from "./server";

const WRITE_KEY = "a".repeat(32);
const Counts = z.object({
  requests: z.number(),
  accepted: z.number(),
  distinctIds: z.number(),
  duplicates: z.number(),
  dropped: z.record(z.string(), z.number()),
  throttled: z.number(),
});
const Stats = z.object({ segment: Counts, heap: Counts });

let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-test-"));
  sandbox = await createSandbox({
    port: 0,
    host: "127.0.0.1",
    dataDir: folder,
    appUrl: "http://localhost:3000",
  });
});

afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

async function statsOf(url = sandbox.url) {
  return Stats.parse(await (await fetch(`${url}/_control/stats`)).json());
}

const track = (messageId: string, extra = {}) => ({
  type: "track",
  event: "A",
  userId: "u",
  messageId,
  ...extra,
});

function postBatch(batch: unknown[], url = sandbox.url) {
  const authorization = `Basic ${Buffer.from(`${WRITE_KEY}:`).toString("base64")}`;
  return fetch(`${url}/segment/v1/batch`, {
    method: "POST",
    headers: { authorization },
    body: JSON.stringify({ batch }),
  });
}

const setFault = (fault: object) =>
  fetch(`${sandbox.url}/_control/faults`, {
    method: "POST",
    body: JSON.stringify(fault),
  });

describe("the sandbox's Segment", () => {
  it.each(["/segment/v1/batch", "/v1/batch"])(
    "serves Segment's own client at %s",
    async (path) => {
      const analytics = new Analytics({
        writeKey: WRITE_KEY,
        host: sandbox.url,
        path,
        flushAt: 20,
      });
      for (let index = 0; index < 50; index += 1) {
        analytics.track({
          userId: `user-${index}`,
          event: "Signed Up",
          properties: { index },
        });
      }
      await analytics.closeAndFlush();
      const { segment } = await statsOf();
      expect(segment).toMatchObject({
        accepted: 50,
        distinctIds: 50,
        duplicates: 0,
        dropped: {},
      });
    },
  );

  it("answers 200 for what it drops, and counts why", async () => {
    const response = await postBatch([
      track("m1"),
      track("m2", { userId: undefined }),
      track("m3", { userId: 5 }),
      track("m4", { properties: [] }),
      track("m1"),
    ]);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ success: true });
    const { segment } = await statsOf();
    expect(segment).toMatchObject({ distinctIds: 1, duplicates: 1 });
    expect(segment.dropped).toMatchObject({
      no_user_anon_id: 1,
      id_not_string: 1,
      properties_not_object: 1,
    });
  });

  it("refuses broken JSON and what is over 500 KB", async () => {
    const broken = await fetch(`${sandbox.url}/segment/v1/batch`, {
      method: "POST",
      body: "{",
    });
    expect(broken.status).toBe(400);
    const big = Array.from({ length: 20 }, (_, index) =>
      track(`m${index}`, { properties: { x: "y".repeat(30_000) } }),
    );
    expect((await postBatch(big)).status).toBe(400);
    expect((await statsOf()).segment.accepted).toBe(0);
  });

  it("refuses the whole request of an event that asks for it, and knows which ids came", async () => {
    const bad = track("bad", { properties: { sandbox_refuse: 422 } });
    expect((await postBatch([track("good"), bad])).status).toBe(422);
    expect((await postBatch([track("good")])).status).toBe(200);
    const seen = await fetch(`${sandbox.url}/_control/seen`, {
      method: "POST",
      body: JSON.stringify({ system: "segment", ids: ["good", "bad"] }),
    });
    expect(await seen.json()).toEqual({ unseen: ["bad"] });
    expect((await statsOf()).segment.accepted).toBe(1);
  });

  it("loses the answer, not the batch, when a connection is cut after it was taken", async () => {
    await setFault({
      system: "segment",
      kind: "reset",
      count: 1,
      when: "after",
    });
    await expect(postBatch([track("m1")])).rejects.toThrow();
    expect((await postBatch([track("m1")])).status).toBe(200);
    expect((await statsOf()).segment).toMatchObject({
      distinctIds: 1,
      duplicates: 1,
    });
  });

  it("answers the status that was asked for, with Retry-After", async () => {
    await setFault({
      system: "segment",
      kind: "status",
      status: 429,
      retryAfter: 7,
      count: 1,
    });
    const response = await postBatch([track("m1")]);
    expect([response.status, response.headers.get("retry-after")]).toEqual([
      429,
      "7",
    ]);
    expect((await postBatch([track("m1")])).status).toBe(200);
  });
});

describe("the sandbox's Heap", () => {
  const send = (body: object) =>
    fetch(`${sandbox.url}/heap/api/track`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("takes events in bulk and knows a repeat by its idempotency key", async () => {
    const events = ["k1", "k2", "k1"].map((key) => ({
      event: "A",
      identity: "u",
      idempotency_key: key,
    }));
    expect((await send({ app_id: "11", events })).status).toBe(200);
    expect((await statsOf()).heap).toMatchObject({
      distinctIds: 2,
      duplicates: 1,
    });
  });

  it("refuses a list where an object belongs, in words", async () => {
    const response = await send({
      app_id: "11",
      event: "A",
      identity: "u",
      properties: [],
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("properties should be object");
  });
});

describe("the sandbox itself", () => {
  it("plays a scenario at this app and nowhere else", async () => {
    const response = await fetch(`${sandbox.url}/_control/emit`, {
      method: "POST",
      body: JSON.stringify({
        to: "http://169.254.169.254/api/ingest/heap/x",
        scenario: "signup",
      }),
    });
    expect(response.status).toBe(400);
  });

  it("shows a page that lets no foreign script run", async () => {
    const response = await fetch(`${sandbox.url}/`);
    expect(await response.text()).toContain("<h1>Sandbox</h1>");
    expect(response.headers.get("content-security-policy")).toContain(
      "script-src 'self'",
    );
  });

  it("refuses the page of somebody else", async () => {
    const response = await fetch(`${sandbox.url}/_control/reset`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
    });
    expect(response.status).toBe(403);
  });

  it("knows after kill -9 what it had answered for", async () => {
    const dataDir = join(folder, "killed");
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const start = async () => {
      const main = join(import.meta.dirname, "main.ts");
      const child = spawn(
        process.execPath,
        ["--import", "tsx", main, dataDir],
        {
          env: {
            ...process.env,
            SANDBOX_PORT: String(port),
            SANDBOX_DATA_DIR: dataDir,
          },
          stdio: "ignore",
        },
      );
      for (let tries = 0; tries < 200; tries += 1) {
        if (
          await fetch(url).then(
            () => true,
            () => false,
          )
        )
          break;
        await sleep(50);
      }
      return child;
    };
    const first = await start();
    await postBatch(
      Array.from({ length: 500 }, (_, index) => track(`m${index}`)),
      url,
    );
    first.kill("SIGKILL");
    await once(first, "exit");
    const second = await start();
    await postBatch([track("m1"), track("new")], url);
    const { segment } = await statsOf(url);
    second.kill("SIGTERM");
    const [code] = (await once(second, "exit")) as [number];
    expect(segment).toMatchObject({
      accepted: 502,
      distinctIds: 501,
      duplicates: 1,
    });
    expect(code).toBe(0);
  });
});
