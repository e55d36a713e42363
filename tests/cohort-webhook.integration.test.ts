import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../lib/services/context";
import { createSandbox } from "../local/sandbox/server";
import {
  drainPage,
  heapHash,
  syncPage,
  WEBHOOK_SECRET,
  type SyncPage,
} from "./setup/cohort-webhook";
import { anEvent, startEngine, type Engine } from "./setup/engine";
import { startIngestServer, type IngestServer } from "./setup/ingest-server";

type Change = {
  cohort: { id: string; name: string };
  id: string;
  change: string;
  at: string;
};
type Cohort = Awaited<ReturnType<typeof newCohort>>;

const HOUR_MS = 3_600_000;

let engine: Engine;
let server: IngestServer;
let verbs: Awaited<ReturnType<typeof loadVerbs>>;
let next = 0;

const loadVerbs = async () => ({
  ...(await import("../lib/services/heap-cohort/list")),
  ...(await import("../lib/services/heap-cohort/forget")),
  ...(await import("../lib/services/heap-cohort/keep-page")),
});

beforeAll(async () => {
  engine = await startEngine();
  server = await startIngestServer();
  verbs = await loadVerbs();
});

afterAll(async () => {
  server.stop();
  await engine.stop();
});

type Posting = { hash?: string | null; headers?: Record<string, string> };

/** A connection that Heap's webhook may post at. */
async function newCohort(webhookSecret: string | null = WEBHOOK_SECRET) {
  next += 1;
  const { id, ingestUrl } = await engine.app.createConnection({
    ctx: engine.ctx,
    input: {
      ...{ name: `cohorts-${next}`, kind: "heap", settings: { appId: "11" } },
      credentials: { webhookSecret },
    },
  });
  const key = ingestUrl?.split("/").at(-1) ?? "";
  const post = (
    body: string | object,
    { hash, headers = {} }: Posting = {},
  ) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const signed = hash === undefined ? heapHash(text) : hash;
    return fetch(`${server.origin}/api/ingest/heap/${key}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(signed === null ? {} : { "heap-hash": signed }),
        ...headers,
      },
      body: text,
    });
  };
  return {
    ...{ id, key, post },
    async sync(page: SyncPage, ageMs = 0) {
      const text = JSON.stringify(syncPage(page));
      const ts = Date.now() - ageMs;
      const response = await post(text, { hash: heapHash(text, { ts }) });
      expect(response.status).toBe(200);
      return (await response.json()) as { applied: boolean };
    },
    async members() {
      const { rows } = await engine.app
        .database()
        .pool.query<{ id: string }>(
          "SELECT member_id AS id FROM data.heap_cohort_member WHERE connection_id = $1 ORDER BY member_id",
          [id],
        );
      return rows.map((row) => row.id);
    },
    async changes() {
      const { rows } = await engine.app
        .database()
        .pool.query<{ payload: string; event: string; record_key: string }>(
          "SELECT payload::text, event, record_key FROM data.inbox WHERE connection_id = $1 AND stream = 'cohort' ORDER BY id",
          [id],
        );
      return rows.map(({ payload }) => JSON.parse(payload) as Change);
    },
    async listed(ctx: Context = engine.ctx) {
      const input = { connectionId: id, limit: 50, cursor: null };
      return (await verbs.listHeapCohorts({ ctx, input })).data;
    },
  };
}

const namesOf = async (cohort: Cohort) =>
  (await cohort.changes()).map(({ id, change }) => `${id} ${change}`);

describe("Heap's cohort webhook", () => {
  it("makes real changes records, and nothing of what was so already", async () => {
    const cohort = await newCohort();
    const before = Date.now();
    await cohort.sync({ taskId: "t1", add: ["ann@x.io", "bob@x.io"] });
    await cohort.sync({
      ...{ taskId: "t2", add: ["ann@x.io", 'Zoë "Z" 张'] },
      remove: ["bob@x.io", "eve@x.io"],
    });
    expect(await cohort.members()).toEqual(['Zoë "Z" 张', "ann@x.io"]);
    const changes = await cohort.changes();
    expect(changes.map(({ id, change }) => [id, change])).toEqual([
      ["ann@x.io", "entered"],
      ["bob@x.io", "entered"],
      ['Zoë "Z" 张', "entered"],
      ["bob@x.io", "exited"],
    ]);
    expect(changes[0]?.cohort).toEqual({ id: "123", name: "Free" });
    const at = Date.parse(changes[0]?.at ?? "");
    expect(at).toBeGreaterThanOrEqual(before - 1_000);
    expect(at).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(await cohort.listed()).toMatchObject([
      { id: "123", name: "Free", members: 2, goneAt: null, tasks: [] },
    ]);
  });

  it("applies a task once its last page is there, whatever their order, and once", async () => {
    const cohort = await newCohort();
    const pages = [1, 2, 3].map((page) => ({
      ...{ taskId: "t1", page, totalPages: 3 },
      add: [`p${page}@x.io`],
    }));
    const answers: boolean[] = [];
    for (const page of [...pages.slice(1).reverse(), ...pages, ...pages])
      answers.push((await cohort.sync(page)).applied);
    expect(answers).toEqual([
      ...[false, false, true],
      ...[false, false, false, false, false],
    ]);
    expect(await namesOf(cohort)).toEqual([
      ...["p1@x.io entered", "p2@x.io entered", "p3@x.io entered"],
    ]);
  });

  it("applies a task once when all its pages come at the same time, several times", async () => {
    const cohort = await newCohort();
    const pages = Array.from({ length: 8 }, (_, index) => ({
      ...{ taskId: "t1", page: index + 1, totalPages: 8 },
      add: Array.from({ length: 50 }, (__, at) => `${index}-${at}@x.io`),
    }));
    const answers = await Promise.all(
      [...pages, ...pages, ...pages].map((page) => cohort.sync(page)),
    );
    expect(answers.filter(({ applied }) => applied)).toHaveLength(1);
    expect(await cohort.changes()).toHaveLength(400);
    expect((await cohort.listed())[0]?.members).toBe(400);
  });

  it("keeps segments of one task id, and connections, apart", async () => {
    const [one, other] = [await newCohort(), await newCohort()];
    const paid = { id: "9007199254740993", name: "Paid" };
    await one.sync({ taskId: "t1", add: ["ann@x.io"] });
    await one.sync({ taskId: "t1", add: ["bob@x.io"], segment: paid });
    await other.sync({ taskId: "t1", add: ["eve@x.io"] });
    expect(
      (await one.listed()).map(({ id, members }) => [id, members]),
    ).toEqual([
      ["123", 1],
      [paid.id, 1],
    ]);
    expect(await other.members()).toEqual(["eve@x.io"]);
  });

  it("leaves whoever a later task named alone when an earlier one is complete at last", async () => {
    const cohort = await newCohort();
    const early = { taskId: "early", totalPages: 2 };
    await cohort.sync(
      { ...early, page: 1, add: ["ann@x.io", "bob@x.io"] },
      9_000,
    );
    await cohort.sync({
      taskId: "late",
      add: ["cid@x.io"],
      remove: ["ann@x.io"],
    });
    await cohort.sync({ ...early, page: 2, remove: ["cid@x.io", "dan@x.io"] });
    expect(await cohort.members()).toEqual(["bob@x.io", "cid@x.io"]);
  });

  it("empties a segment that Heap drains, and fills it again", async () => {
    const cohort = await newCohort();
    const text = JSON.stringify(drainPage());
    const lost = { taskId: "lost", totalPages: 2 };
    await cohort.sync({ ...lost, page: 1, add: ["old@x.io"] }, 9_000);
    await cohort.sync({ taskId: "t1", add: ["ann@x.io", "bob@x.io"] });
    const hash = heapHash(text);
    expect((await cohort.post(text, { hash })).status).toBe(200);
    expect((await cohort.listed())[0]).toMatchObject({ members: 0 });
    expect((await cohort.listed())[0]?.goneAt).not.toBeNull();
    await cohort.sync({ ...lost, page: 2, add: ["older@x.io"] });
    expect(await cohort.members()).toEqual([]);
    await cohort.sync({ taskId: "t2", add: ["ann@x.io"] });
    // The same drain once more, as whoever listened in could send it.
    expect((await cohort.post(text, { hash })).status).toBe(200);
    expect(await cohort.members()).toEqual(["ann@x.io"]);
    expect((await cohort.listed())[0]?.goneAt).toBeNull();
    expect(await namesOf(cohort)).toEqual([
      ...["ann@x.io entered", "bob@x.io entered"],
      ...["ann@x.io exited", "bob@x.io exited", "ann@x.io entered"],
    ]);
  });

  it("shows a task that lost a page, gives it up after a day, and goes on", async () => {
    const cohort = await newCohort();
    await cohort.sync({ taskId: "t1", page: 2, totalPages: 3, add: ["a"] });
    const task = { id: "t1", pages: 1, totalPages: 3 };
    expect((await cohort.listed())[0]?.tasks).toMatchObject([
      { ...task, state: "waiting" },
    ]);
    await verbs.forgetCohortTasks(new Date(Date.now() + 25 * HOUR_MS));
    expect((await cohort.listed())[0]?.tasks).toMatchObject([
      { ...task, pages: 0, state: "dropped" },
    ]);
    for (const page of [1, 3])
      await cohort.sync({ taskId: "t1", page, totalPages: 3, add: ["a"] });
    expect(await cohort.members()).toEqual([]);
    await cohort.sync({ taskId: "t2", add: ["b"] });
    expect(await cohort.members()).toEqual(["b"]);
    await verbs.forgetCohortTasks(new Date(Date.now() + 31 * 24 * HOUR_MS));
    expect((await cohort.listed())[0]).toMatchObject({ members: 1, tasks: [] });
  });

  it("loses and doubles nothing when it dies before its commit", async () => {
    const cohort = await newCohort();
    const page = {
      ...{ connectionId: cohort.id, segmentId: "123", name: "Free" },
      kind: "sync" as const,
      ...{ taskId: "t1", page: 1, totalPages: 1 },
      ...{ added: ["ann@x.io"], removed: [], unusable: 0 },
      signedAt: new Date(),
    };
    const { pool } = engine.app.database();
    // The last statement before the commit fails, as if the process had been killed there.
    await pool.query(
      "ALTER TABLE data.heap_cohort ADD CONSTRAINT dies CHECK (members = 0) NOT VALID",
    );
    await expect(verbs.keepPage(page)).rejects.toThrow("dies");
    await pool.query("ALTER TABLE data.heap_cohort DROP CONSTRAINT dies");
    expect(await cohort.changes()).toEqual([]);
    expect(await cohort.members()).toEqual([]);
    expect(
      (await cohort.sync({ taskId: "t1", add: ["ann@x.io"] })).applied,
    ).toBe(true);
    expect(await namesOf(cohort)).toEqual(["ann@x.io entered"]);
  });

  it("passes over ids that nothing can hold, and says how many", async () => {
    const cohort = await newCohort();
    const body = syncPage({ taskId: "t1", add: ["ann@x.io", "", "a\0b"] });
    const add = [
      ...body.data.add,
      { id: 7 },
      { id: null },
      "x",
      { id: "x".repeat(3_000) },
    ];
    const response = await cohort.post({
      ...body,
      data: { ...body.data, add },
    });
    expect(response.status).toBe(200);
    expect(await cohort.members()).toEqual(["7", "ann@x.io"]);
    expect((await cohort.listed())[0]?.tasks).toMatchObject([
      { state: "applied", unusable: 5 },
    ]);
  });

  it("wakes the syncs that read cohorts, once something changed", async () => {
    const cohort = await newCohort();
    const { syncId } = await engine.aLiveSync();
    const { pool } = engine.app.database();
    await pool.query(
      "UPDATE data.cursor SET connection_id = $2, stream = 'cohort', has_news = false WHERE sync_id = $1",
      [syncId, cohort.id],
    );
    const hasNews = async () => {
      const { rows } = await pool.query<{ has_news: boolean }>(
        "SELECT has_news FROM data.cursor WHERE sync_id = $1",
        [syncId],
      );
      return rows[0]?.has_news;
    };
    await cohort.sync({ taskId: "t1", remove: ["ann@x.io"] });
    expect(await hasNews()).toBe(false);
    await cohort.sync({ taskId: "t2", add: ["ann@x.io"] });
    expect(await hasNews()).toBe(true);
  });

  it("takes pages of 100,000 ids", async () => {
    const cohort = await newCohort();
    const ids = Array.from({ length: 100_000 }, (_, at) => `${at}@acme.io`);
    await cohort.sync({ taskId: "t1", add: ids });
    expect((await cohort.listed())[0]?.members).toBe(100_000);
    await cohort.sync({ taskId: "t2", add: ["ann@x.io"], remove: ids });
    expect(await cohort.members()).toEqual(["ann@x.io"]);
    expect(await cohort.changes()).toHaveLength(200_001);
  });
});

describe("whoever posts as Heap's cohort webhook", () => {
  const body = JSON.stringify(syncPage({ taskId: "t1", add: ["ann@x.io"] }));

  it.each<[string, string, Posting]>([
    ["does not sign", body, { hash: null }],
    [
      "signs with another secret",
      body,
      { hash: heapHash(body, { secret: "no" }) },
    ],
    ["signs another body", body, { hash: heapHash(`${body} `) }],
    ["signs in another form", body, { hash: "sha256=abc" }],
    [
      "sends what was signed long ago",
      body,
      { hash: heapHash(body, { ts: Date.now() - 61_000 }) },
    ],
    [
      "signs in seconds",
      body,
      { hash: heapHash(body, { ts: Math.floor(Date.now() / 1_000) }) },
    ],
    [
      "signs ahead of time",
      body,
      { hash: heapHash(body, { ts: Date.now() + 30_000 }) },
    ],
  ])("is refused when it %s", async (_, text, posting) => {
    const cohort = await newCohort();
    const response = await cohort.post(text, posting);
    expect(response.status).toBe(403);
    expect(Object.keys((await response.json()) as object)).toEqual(["error"]);
    expect(await cohort.listed()).toEqual([]);
  });

  it("is refused while the connection has no secret, and told so", async () => {
    const cohort = await newCohort(null);
    const response = await cohort.post(body);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: expect.stringContaining("no webhook secret") as string,
    });
  });

  it("needs the key of the address, and its header", async () => {
    const cohort = await newCohort();
    const ingestHeader = { name: "X-Ingest", value: "open sesame" };
    await engine.app.updateConnection({
      ctx: engine.ctx,
      input: { id: cohort.id, patch: { settings: { ingestHeader } } },
    });
    expect((await cohort.post(body)).status).toBe(401);
    const headers = { "x-ingest": "open sesame" };
    expect((await cohort.post(body, { headers })).status).toBe(200);
    const foreign = await fetch(`${server.origin}/api/ingest/heap/nokey`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "heap-hash": heapHash(body),
      },
      body,
    });
    expect(foreign.status).toBe(401);
  });

  it.each([
    [400, { action_type: "segment.users.sync", data: {} }],
    [400, { action_type: "segment.users.drain" }],
    [400, { data: { segment: { id: 1 } } }],
    [400, syncPage({ taskId: "t1", page: 3, totalPages: 2 })],
    [405, { action_type: "segment.users.merge", data: {} }],
    [405, { action_type: "segment.created" }],
  ])(
    "is answered %i when signed and not understood (%#)",
    async (status, given) => {
      const response = await (await newCohort()).post(given);
      expect(response.status).toBe(status);
      expect(Object.keys((await response.json()) as object)).toEqual(["error"]);
    },
  );

  it("may sign text of any kind, byte for byte", async () => {
    const cohort = await newCohort();
    const text = `\n ${JSON.stringify(syncPage({ taskId: "t1", add: ["Zoë 😀"] }), null, 2)} `;
    expect((await cohort.post(text)).status).toBe(200);
    expect(await cohort.members()).toEqual(["Zoë 😀"]);
  });

  it("may pack what it signed", async () => {
    const cohort = await newCohort();
    const response = await fetch(
      `${server.origin}/api/ingest/heap/${cohort.key}`,
      {
        method: "POST",
        headers: {
          ...{ "content-type": "application/json", "content-encoding": "gzip" },
          "heap-hash": heapHash(body),
        },
        body: new Uint8Array(gzipSync(body)),
      },
    );
    expect(response.status).toBe(200);
  });

  it("is told from events that only look like it", async () => {
    const cohort = await newCohort();
    const events = [
      anEvent(1, { action_type: "segment.created" }),
      anEvent(2, { properties: { action_type: "segment.users.sync" } }),
      anEvent(3, { action_type: "click" }),
    ];
    for (const event of events) {
      const response = await cohort.post(event, { hash: null });
      expect(response.status).toBe(202);
      expect(await response.json()).toMatchObject({ accepted: 1 });
    }
  });
});

describe("the sandbox's Heap", () => {
  it("posts cohorts that are taken, in whatever order", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cohort-sandbox-"));
    const sandbox = await createSandbox({
      ...{ port: 0, host: "127.0.0.1", dataDir: folder },
      appUrl: server.origin,
    });
    const cohort = await newCohort();
    const play = async (request: object, to = server.origin) => {
      const response = await fetch(`${sandbox.url}/_control/cohort`, {
        method: "POST",
        body: JSON.stringify({
          ...{ to: `${to}/api/ingest/heap/${cohort.key}` },
          ...{ secret: WEBHOOK_SECRET, segment: { id: 9, name: "Paid" } },
          ...request,
        }),
      });
      const answer = (await response.json()) as {
        posted?: { status: number }[];
      };
      return answer.posted?.map(({ status }) => status) ?? response.status;
    };
    const add = ["a", "b", "c", "d", "e"];
    const pages = { pageSize: 2, order: "shuffled", repeat: true };
    expect(await play({ add, ...pages })).toEqual(Array(6).fill(200));
    expect(await play({ remove: ["a"], order: "reversed" })).toEqual([200]);
    expect(await cohort.members()).toEqual(["b", "c", "d", "e"]);
    expect(await play({ drain: true })).toEqual([200]);
    expect(await cohort.members()).toEqual([]);
    expect(await play({ add, secret: "no" })).toEqual([403]);
    expect(await play({ add }, "http://169.254.169.254")).toBe(400);
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
});

describe("the list of Heap's cohorts", () => {
  it("is the workspace's own", async () => {
    const cohort = await newCohort();
    await cohort.sync({ taskId: "t1", add: ["ann@x.io"] });
    const foreign = { ...engine.ctx, workspaceId: "ws_of_others" };
    await expect(cohort.listed(foreign)).rejects.toThrow("no such connection");
  });

  it("goes when its connection does", async () => {
    const cohort = await newCohort();
    await cohort.sync({ taskId: "t1", add: ["ann@x.io"] });
    await engine.app.removeConnection({
      ctx: engine.ctx,
      input: { id: cohort.id },
    });
    expect(await cohort.members()).toEqual([]);
    const page = syncPage({ taskId: "t2", add: ["ann@x.io"] });
    expect((await cohort.post(page)).status).toBe(401);
  });
});
