import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startCohorts,
  type Cohorts,
  type Posting,
} from "./setup/cohort-connections";
import { heapHash, syncPage } from "./setup/cohort-webhook";
import { anEvent } from "./setup/engine";

let cohorts: Cohorts;

beforeAll(async () => {
  cohorts = await startCohorts();
});

afterAll(() => cohorts.stop());

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
    const cohort = await cohorts.newCohort();
    const response = await cohort.post(text, posting);
    expect(response.status).toBe(403);
    expect(Object.keys((await response.json()) as object)).toEqual(["error"]);
    expect(await cohort.listed()).toEqual([]);
  });

  it("is refused while the connection has no secret, and told so", async () => {
    const cohort = await cohorts.newCohort(null);
    const response = await cohort.post(body);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: expect.stringContaining("no webhook secret") as string,
    });
  });

  it("needs the key of the address, and its header", async () => {
    const cohort = await cohorts.newCohort();
    const ingestHeader = { name: "X-Ingest", value: "open sesame" };
    await cohorts.engine.app.updateConnection({
      ctx: cohorts.engine.ctx,
      input: { id: cohort.id, patch: { settings: { ingestHeader } } },
    });
    expect((await cohort.post(body)).status).toBe(401);
    const headers = { "x-ingest": "open sesame" };
    expect((await cohort.post(body, { headers })).status).toBe(200);
    const foreign = await fetch(
      `${cohorts.server.origin}/api/ingest/heap/nokey`,
      {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "heap-hash": heapHash(body),
        },
        body,
      },
    );
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
      const response = await (await cohorts.newCohort()).post(given);
      expect(response.status).toBe(status);
      expect(Object.keys((await response.json()) as object)).toEqual(["error"]);
    },
  );

  it("may sign text of any kind, byte for byte", async () => {
    const cohort = await cohorts.newCohort();
    const text = `\n ${JSON.stringify(syncPage({ taskId: "t1", add: ["Zoë 😀"] }), null, 2)} `;
    expect((await cohort.post(text)).status).toBe(200);
    expect(await cohort.members()).toEqual(["Zoë 😀"]);
  });

  it("may pack what it signed", async () => {
    const cohort = await cohorts.newCohort();
    const response = await fetch(
      `${cohorts.server.origin}/api/ingest/heap/${cohort.key}`,
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
    const cohort = await cohorts.newCohort();
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
