import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox } from "../local/sandbox/server";
import {
  startCohorts,
  type CohortConnection,
  type Cohorts,
} from "./setup/cohort-connections";
import {
  drainPage,
  heapHash,
  syncPage,
  WEBHOOK_SECRET,
} from "./setup/cohort-webhook";

const HOUR_MS = 3_600_000;

let cohorts: Cohorts;

beforeAll(async () => {
  cohorts = await startCohorts();
});

afterAll(() => cohorts.stop());

const namesOf = async (cohort: CohortConnection) =>
  (await cohort.changes()).map(({ id, change }) => `${id} ${change}`);

describe("Heap's cohort webhook", () => {
  it("makes real changes records, and nothing of what was so already", async () => {
    const cohort = await cohorts.newCohort();
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
    expect((await cohort.records())[0]).toMatchObject({
      event: "Free",
      record_key: `${cohort.id}:cohort:123:ann@x.io:t1`,
    });
    expect(changes[0]?.cohort).toEqual({ id: "123", name: "Free" });
    const at = Date.parse(changes[0]?.at ?? "");
    expect(at).toBeGreaterThanOrEqual(before - 1_000);
    expect(at).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(await cohort.listed()).toMatchObject([
      { id: "123", name: "Free", members: 2, goneAt: null, tasks: [] },
    ]);
  });

  it("applies a task once its last page is there, whatever their order, and once", async () => {
    const cohort = await cohorts.newCohort();
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
    const cohort = await cohorts.newCohort();
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
    const [one, other] = [await cohorts.newCohort(), await cohorts.newCohort()];
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
    const cohort = await cohorts.newCohort();
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
    const cohort = await cohorts.newCohort();
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

  it("drains nobody whom a task named that Heap signed after the drain", async () => {
    const cohort = await cohorts.newCohort();
    await cohort.sync({ taskId: "t1", add: ["ann@x.io", "bob@x.io"] }, 9_000);
    const text = JSON.stringify(drainPage());
    const hash = heapHash(text, { ts: Date.now() - 6_000 });
    await cohort.sync({ taskId: "t2", add: ["ann@x.io", "cid@x.io"] }, 3_000);
    // It was held up on the way.
    expect((await cohort.post(text, { hash })).status).toBe(200);
    expect(await cohort.members()).toEqual(["ann@x.io", "cid@x.io"]);
    expect((await cohort.listed())[0]).toMatchObject({
      ...{ members: 2, goneAt: null },
    });
    expect((await namesOf(cohort)).at(-1)).toBe("bob@x.io exited");
  });

  it("shows a task that lost a page, gives it up after a day, and goes on", async () => {
    const cohort = await cohorts.newCohort();
    await cohort.sync({ taskId: "t1", page: 2, totalPages: 3, add: ["a"] });
    const task = { id: "t1", pages: 1, totalPages: 3 };
    expect((await cohort.listed())[0]?.tasks).toMatchObject([
      { ...task, state: "waiting" },
    ]);
    await cohorts.verbs.forgetCohortTasks(new Date(Date.now() + 25 * HOUR_MS));
    expect((await cohort.listed())[0]?.tasks).toMatchObject([
      { ...task, pages: 0, state: "dropped" },
    ]);
    for (const page of [1, 3])
      await cohort.sync({ taskId: "t1", page, totalPages: 3, add: ["a"] });
    expect(await cohort.members()).toEqual([]);
    await cohort.sync({ taskId: "t2", add: ["b"] });
    expect(await cohort.members()).toEqual(["b"]);
    await cohorts.verbs.forgetCohortTasks(
      new Date(Date.now() + 31 * 24 * HOUR_MS),
    );
    expect((await cohort.listed())[0]).toMatchObject({ members: 1, tasks: [] });
  });

  it("loses and doubles nothing when it dies before its commit", async () => {
    const cohort = await cohorts.newCohort();
    const page = {
      ...{ connectionId: cohort.id, segmentId: "123", name: "Free" },
      kind: "sync" as const,
      ...{ taskId: "t1", page: 1, totalPages: 1 },
      ...{ added: ["ann@x.io"], removed: [], unusable: 0 },
      signedAt: new Date(),
    };
    const { pool } = cohorts.engine.app.database();
    // The last statement before the commit fails, as if the process had been killed there.
    await pool.query(
      "ALTER TABLE data.heap_cohort ADD CONSTRAINT dies CHECK (members = 0) NOT VALID",
    );
    await expect(cohorts.verbs.keepPage(page)).rejects.toThrow("dies");
    await pool.query("ALTER TABLE data.heap_cohort DROP CONSTRAINT dies");
    expect(await cohort.changes()).toEqual([]);
    expect(await cohort.members()).toEqual([]);
    expect(
      (await cohort.sync({ taskId: "t1", add: ["ann@x.io"] })).applied,
    ).toBe(true);
    expect(await namesOf(cohort)).toEqual(["ann@x.io entered"]);
  });

  it("passes over ids that nothing can hold, and says how many", async () => {
    const cohort = await cohorts.newCohort();
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
    const cohort = await cohorts.newCohort();
    const { syncId } = await cohorts.engine.aLiveSync();
    const { pool } = cohorts.engine.app.database();
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
    const cohort = await cohorts.newCohort();
    const ids = Array.from({ length: 100_000 }, (_, at) => `${at}@acme.io`);
    await cohort.sync({ taskId: "t1", add: ids });
    expect((await cohort.listed())[0]?.members).toBe(100_000);
    await cohort.sync({ taskId: "t2", add: ["ann@x.io"], remove: ids });
    expect(await cohort.members()).toEqual(["ann@x.io"]);
    expect(await cohort.changes()).toHaveLength(200_001);
  });
});

describe("the sandbox's Heap", () => {
  it("posts cohorts that are taken, in whatever order", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cohort-sandbox-"));
    const sandbox = await createSandbox({
      ...{ port: 0, host: "127.0.0.1", dataDir: folder },
      appUrl: cohorts.server.origin,
    });
    const cohort = await cohorts.newCohort();
    const play = async (request: object, to = cohorts.server.origin) => {
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
    const cohort = await cohorts.newCohort();
    await cohort.sync({ taskId: "t1", add: ["ann@x.io"] });
    const foreign = { ...cohorts.engine.ctx, workspaceId: "ws_of_others" };
    await expect(cohort.listed(foreign)).rejects.toThrow("no such connection");
  });

  it("goes when its connection does", async () => {
    const cohort = await cohorts.newCohort();
    await cohort.sync({ taskId: "t1", add: ["ann@x.io"] });
    await cohorts.engine.app.removeConnection({
      ctx: cohorts.engine.ctx,
      input: { id: cohort.id },
    });
    expect(await cohort.members()).toEqual([]);
    const page = syncPage({ taskId: "t2", add: ["ann@x.io"] });
    expect((await cohort.post(page)).status).toBe(401);
  });
});
