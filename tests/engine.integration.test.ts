import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../lib/services/context";
import { createSandbox, type Sandbox } from "../local/sandbox/server";
import { setAppEnvironment } from "./setup/app-environment";
import { createTestDatabase, type TestDatabase } from "./setup/test-database";

// From ingest to Segment's look-alike, chunk by chunk, on real PostgreSQL.
let testDatabase: TestDatabase;
let sandbox: Sandbox;
let folder: string;
let app: Awaited<ReturnType<typeof loadApp>>;
let ctx: Context;
let names = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrate: true });
  folder = await mkdtemp(join(tmpdir(), "engine-test-"));
  sandbox = await createSandbox({
    port: 0,
    host: "127.0.0.1",
    dataDir: folder,
    appUrl: null,
  });
  setAppEnvironment({
    DATABASE_URL: testDatabase.url,
    SANDBOX_PORT: new URL(sandbox.url).port,
    OUTBOUND_ALLOW: "127.0.0.1,localhost,::1",
  });
  app = await loadApp();
  await app.bootstrap({
    email: "ann@acme.io",
    password: "a long password",
    apiKey: null,
  });
  const membership = await app.database().prisma.membership.findFirstOrThrow();
  ctx = {
    workspaceId: membership.workspaceId,
    role: "owner",
    actor: { kind: "user", id: membership.userId },
    now: () => new Date(),
  };
});

afterAll(async () => {
  await app.database().prisma.$disconnect();
  await app.database().pool.end();
  await sandbox.close();
  await testDatabase.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await fetch(`${sandbox.url}/_control/reset`, { method: "POST" });
});

async function loadApp() {
  return {
    ...(await import("../lib/db")),
    ...(await import("../lib/services/workspace/bootstrap")),
    ...(await import("../lib/services/connection/create")),
    ...(await import("../lib/services/connection/update")),
    ...(await import("../lib/services/connection/remove")),
    ...(await import("../lib/services/sync/write")),
    ...(await import("../lib/services/sync/lifecycle")),
    ...(await import("../lib/services/inbox/ingest-heap")),
    ...(await import("../lib/services/delivery/run-chunk")),
  };
}

async function aLiveSync(definition: object = {}) {
  names += 1;
  const heap = await app.createConnection({
    ctx,
    input: { name: `heap-${names}`, kind: "heap", settings: { appId: "11" } },
  });
  const segment = await app.createConnection({
    ctx,
    input: {
      name: `segment-${names}`,
      kind: "segment",
      settings: { endpoint: `${sandbox.url}/segment` },
      credentials: { writeKey: "k".repeat(32) },
    },
  });
  const sync = await app.createSync({
    ctx,
    input: {
      name: `sync-${names}`,
      source: { connection: heap.name, stream: "events" },
      destination: { connection: segment.name, action: "segment.track" },
      mapping: {
        event: { path: "event" },
        userId: { path: "identity" },
        anonymousId: { template: "heap-11-{{user_id}}" },
        timestamp: { path: "time" },
        properties: { path: "properties" },
      },
      ...definition,
    },
  });
  await app.publishSync({ ctx, input: { id: sync.id } });
  return {
    syncId: sync.id,
    segment,
    key: heap.ingestUrl?.split("/").at(-1) ?? "",
  };
}

const ingest = (key: string, text: string, format: "json" | "lines" = "json") =>
  app.ingestHeap({ key, text, format, header: () => null });

const anEvent = (index: number, extra: object = {}) => ({
  event_id: String(index),
  event: "Sign Up",
  identity: `user-${index}@acme.io`,
  time: "2026-11-01T10:00:00.000Z",
  properties: { plan_name: "Pro" },
  ...extra,
});

async function work(syncId: string) {
  for (let turn = 0; turn < 50; turn += 1) {
    const { next } = await app.runChunk(syncId);
    if (next !== "more") return next;
  }
  throw new Error("The sync found no end");
}

async function ledgersOf(syncId: string) {
  const runs = await app.database().prisma.run.findMany({ where: { syncId } });
  const sum = (
    name:
      "read" | "filtered" | "invalid" | "delivered" | "rejected" | "pending",
  ) => runs.reduce((total, run) => total + run[name], 0);
  return {
    read: sum("read"),
    filtered: sum("filtered"),
    invalid: sum("invalid"),
    delivered: sum("delivered"),
    rejected: sum("rejected"),
    pending: sum("pending"),
  };
}

async function segmentStats() {
  const response = await fetch(`${sandbox.url}/_control/stats`);
  return (
    (await response.json()) as {
      segment: { distinctIds: number; duplicates: number; dropped: object };
    }
  ).segment;
}

const setFault = (fault: object) =>
  fetch(`${sandbox.url}/_control/faults`, {
    method: "POST",
    body: JSON.stringify({ system: "segment", ...fault }),
  });

const endWaits = (syncId: string) =>
  app.database().prisma.sync.update({
    where: { id: syncId },
    data: { waitingUntil: null },
  });

describe("a sync from Heap events to Track calls", () => {
  it("delivers every record once, and the books add up", async () => {
    const { syncId, key } = await aLiveSync();
    const posts = Array.from({ length: 20 }, (_, post) =>
      ingest(
        key,
        JSON.stringify(
          Array.from({ length: 500 }, (_, index) =>
            anEvent(post * 500 + index),
          ),
        ),
      ),
    );
    const answers = await Promise.all(posts);
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(
      10_000,
    );
    expect(await work(syncId)).toBe("idle");
    expect(await ledgersOf(syncId)).toEqual({
      read: 10_000,
      filtered: 0,
      invalid: 0,
      delivered: 10_000,
      rejected: 0,
      pending: 0,
    });
    expect(await segmentStats()).toMatchObject({
      distinctIds: 10_000,
      duplicates: 0,
      dropped: {},
    });
  });

  it("explains each of 200 bad events among 1,000", async () => {
    const { syncId, key } = await aLiveSync();
    const lines = Array.from({ length: 1_000 }, (_, index) => {
      if (index % 5 !== 0) return JSON.stringify(anEvent(index));
      const kinds = [
        JSON.stringify(anEvent(index, { identity: undefined })),
        JSON.stringify(
          anEvent(index, { properties: { big: "x".repeat(40_000) } }),
        ),
        JSON.stringify(anEvent(index, { properties: ["no", "object"] })),
        '{"event":"Broken',
      ];
      return kinds[(index / 5) % 4] ?? "";
    });
    const answer = await ingest(key, lines.join("\n"), "lines");
    expect([answer.accepted, answer.rejected.length]).toEqual([900, 100]);
    expect(answer.rejected[0]).toEqual({
      index: 0,
      message: "user_id or identity is required",
    });
    await work(syncId);
    expect(await ledgersOf(syncId)).toMatchObject({
      read: 900,
      delivered: 800,
      invalid: 100,
    });
    expect(await segmentStats()).toMatchObject({
      distinctIds: 800,
      dropped: {},
    });
    const { rows } = await app.database().pool.query(
      `SELECT code, count(*)::int AS count FROM data.dead_letter
       WHERE sync_id = $1 OR (outcome = 'refused' AND created_at > now() - interval '1 minute') GROUP BY code ORDER BY code`,
      [syncId],
    );
    expect(rows).toEqual([
      { code: "bad_type", count: 50 },
      { code: "malformed", count: 100 },
      { code: "too_large", count: 50 },
    ]);
  });

  it("takes a repeat for a repeat", async () => {
    const { key } = await aLiveSync();
    const body = JSON.stringify([anEvent(1), anEvent(2), anEvent(1)]);
    expect(await ingest(key, body)).toMatchObject({
      accepted: 2,
      duplicates: 1,
    });
    expect(await ingest(key, body)).toMatchObject({
      accepted: 0,
      duplicates: 3,
    });
  });

  it("filters by its condition, and names anonymous people by their cookie", async () => {
    const { syncId, key } = await aLiveSync({});
    await ingest(
      key,
      JSON.stringify(
        anEvent(1, { identity: undefined, user_id: 9007199254740 }),
      ),
    );
    await work(syncId);
    const received = (await (
      await fetch(`${sandbox.url}/_control/received`)
    ).json()) as { data: { body: object }[] };
    expect(received.data[0]?.body).toMatchObject({
      type: "track",
      anonymousId: "heap-11-9007199254740",
    });
    expect(received.data[0]?.body).not.toHaveProperty("userId");
  });

  it("keeps records pending while the destination is down, and delivers them after", async () => {
    const { syncId, key } = await aLiveSync();
    await ingest(key, JSON.stringify([anEvent(1), anEvent(2)]));
    await setFault({ kind: "status", status: 503 });
    expect(await work(syncId)).toBe("wait");
    expect(await ledgersOf(syncId)).toMatchObject({
      read: 2,
      delivered: 0,
      pending: 2,
    });
    await setFault({ kind: "none" });
    await endWaits(syncId);
    expect(await work(syncId)).toBe("idle");
    expect(await ledgersOf(syncId)).toMatchObject({
      read: 2,
      delivered: 2,
      pending: 0,
      rejected: 0,
    });
  });

  it("sends the same message ids again when an answer was lost", async () => {
    const { syncId, key } = await aLiveSync();
    await ingest(key, JSON.stringify([anEvent(1), anEvent(2), anEvent(3)]));
    await setFault({ kind: "reset", when: "after", count: 1 });
    expect(await work(syncId)).toBe("idle");
    expect(await ledgersOf(syncId)).toMatchObject({ delivered: 3, pending: 0 });
    expect(await segmentStats()).toMatchObject({
      distinctIds: 3,
      duplicates: 3,
    });
  });

  it("is held when the destination refuses it, and goes on when its connection changes", async () => {
    const { syncId, key, segment } = await aLiveSync();
    await ingest(key, JSON.stringify([anEvent(1)]));
    await setFault({ kind: "status", status: 401 });
    expect(await work(syncId)).toBe("stop");
    expect(
      await app.database().prisma.sync.findUnique({ where: { id: syncId } }),
    ).toMatchObject({ waitingReason: "held" });
    await setFault({ kind: "none" });
    await app.updateConnection({
      ctx,
      input: {
        id: segment.id,
        patch: { credentials: { writeKey: "n".repeat(32) } },
      },
    });
    expect(await work(syncId)).toBe("idle");
    expect(await ledgersOf(syncId)).toMatchObject({
      delivered: 1,
      rejected: 0,
    });
  });

  it("counts no chunk twice when two executions work at once", async () => {
    const { syncId, key } = await aLiveSync();
    await ingest(
      key,
      JSON.stringify(
        Array.from({ length: 1_000 }, (_, index) => anEvent(index)),
      ),
    );
    await Promise.all([work(syncId), work(syncId), work(syncId)]);
    await work(syncId);
    expect(await ledgersOf(syncId)).toMatchObject({
      read: 1_000,
      delivered: 1_000,
    });
    expect((await segmentStats()).distinctIds).toBe(1_000);
  });

  it("finishes its run when it is paused, and goes on where it stopped", async () => {
    const { syncId, key } = await aLiveSync();
    await ingest(key, JSON.stringify([anEvent(1)]));
    await work(syncId);
    await app.pauseSync({ ctx, input: { id: syncId } });
    await ingest(key, JSON.stringify([anEvent(2)]));
    expect(await work(syncId)).toBe("stop");
    await app.resumeSync({ ctx, input: { id: syncId } });
    await work(syncId);
    const runs = await app
      .database()
      .prisma.run.findMany({ where: { syncId }, orderBy: { number: "asc" } });
    expect(runs.map(({ status, delivered }) => [status, delivered])).toEqual([
      ["succeeded", 1],
      ["running", 1],
    ]);
  });

  it("refuses a body that is malformed as a whole, an unknown key, and deleting what is in use", async () => {
    const { key, segment } = await aLiveSync();
    await expect(ingest(key, "[1,")).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(ingest("nobody", "{}")).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(
      app.removeConnection({ ctx, input: { id: segment.id } }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("stores credentials encrypted, bound to their connection, and answers only their names", async () => {
    const { segment } = await aLiveSync();
    const row = await app
      .database()
      .prisma.connection.findUniqueOrThrow({ where: { id: segment.id } });
    expect(JSON.stringify(row)).not.toContain("k".repeat(32));
    expect(segment.credentialsSet).toEqual(["writeKey"]);
    expect(JSON.stringify(segment)).not.toContain("k".repeat(32));
  });
});
