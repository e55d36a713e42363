import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttp } from "../lib/connectors/http";
import {
  fetchTrackingPlan,
  listTrackingPlans,
} from "../lib/connectors/segment/public-api";
import { createSandbox } from "../local/sandbox/server";
import { startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

/** A plan at the look-alike, made as Segment's own API makes them. */
async function aPlanAtSegment(
  url: string,
  name: string,
  rules: object[],
): Promise<string> {
  const made = await publicApi(url, "POST", "", { name, type: "LIVE" });
  const { id } = (made as { trackingPlan: { id: string } }).trackingPlan;
  for (let at = 0; at < rules.length; at += 200)
    await publicApi(url, "PATCH", `/${id}/rules`, {
      rules: rules.slice(at, at + 200),
    });
  return id;
}

async function publicApi(
  url: string,
  method: string,
  path: string,
  body: object,
): Promise<unknown> {
  const response = await fetch(`${url}/segment/tracking-plans${path}`, {
    method,
    headers: { authorization: "Bearer token" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return ((await response.json()) as { data: unknown }).data;
}

const rule = (version: number, properties: object, required: string[]) => ({
  ...{ type: "TRACK", key: "Signed Up", version },
  jsonSchema: {
    $schema: "http://json-schema.org/draft-04/schema#",
    id: "/signed-up",
    type: "object",
    properties: { properties: { type: "object", properties, required } },
    required: ["properties"],
  },
});

/** Draft-04's id, RE2's (?i), empty patterns, and three versions of one event. */
const RULES = [
  rule(
    1,
    {
      plan: { id: "/plan", type: ["string"], pattern: "(?i)^(free|pro)$" },
      note: { id: "/note", type: "string", pattern: "" },
      seats: { type: "integer" },
    },
    ["plan"],
  ),
  rule(2, { tier: { type: "string", pattern: "(?i)gold" } }, ["tier"]),
  rule(3, { level: { type: "integer" } }, []),
];

describe("a tracking plan of Segment's", () => {
  it("is listed, and fetched over pages", async () => {
    const folder = await mkdtemp(join(tmpdir(), "plans-"));
    const sandbox = await createSandbox({
      ...{ port: 0, host: "127.0.0.1", dataDir: folder, appUrl: null },
    });
    const http = createHttp(["127.0.0.1"]);
    const target = { endpoint: `${sandbox.url}/segment`, token: "token" };
    const many = Array.from({ length: 450 }, (_, index) => ({
      ...rule(1, {}, []),
      key: `Event ${index}`,
    }));
    const id = await aPlanAtSegment(sandbox.url, "Large", many);
    const plans = await listTrackingPlans(http, target);
    expect(plans).toContainEqual({ id, name: "Large" });
    const plan = await fetchTrackingPlan(http, target, id);
    expect(new Set(plan.rules.map(({ key }) => key)).size).toBe(450);
    await expect(fetchTrackingPlan(http, target, "tp_none")).rejects.toThrow(
      "Segment has no such tracking plan.",
    );
    await http.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    { onViolation: "allow", sent: 6, invalid: 0 },
    { onViolation: "omit", sent: 6, invalid: 0 },
    { onViolation: "block", sent: 3, invalid: 3 },
  ] as const)(
    "holds calls to $onViolation, counted in the ledger",
    async ({ onViolation, sent, invalid }) => {
      const vendorId = await aPlanAtSegment(
        engine.sandboxUrl,
        `Web ${onViolation}`,
        RULES,
      );
      const { syncId, key } = await engine.aLiveSync({
        segmentCredentials: { publicApiToken: "token" },
        mapping: {
          event: { value: "Signed Up" },
          userId: { path: "identity" },
          properties: { path: "properties" },
          "context.protocols.event_version": { path: "version" },
        },
        validation: { trackingPlan: vendorId, onViolation },
      });
      const person = (index: number, properties: object, version?: number) => ({
        ...{ event: "Sign Up", event_id: `${onViolation}-${index}` },
        ...{ identity: `${onViolation}-${index}@acme.io`, properties, version },
      });
      await engine.ingest(
        key,
        JSON.stringify([
          person(1, { plan: "PRO", note: "" }),
          person(2, { tier: "Gold" }, 2),
          person(3, { level: 3 }, 3),
          person(4, { plan: "pro", seats: "a dozen" }),
          person(5, { tier: "silver" }, 2),
          person(6, { level: 1, extra: true }, 3),
        ]),
      );
      await engine.work(syncId);
      const run = await engine.app
        .database()
        .prisma.run.findFirstOrThrow({ where: { syncId } });
      expect(run).toMatchObject({
        ...{ read: 6, delivered: sent, invalid, pending: 0, rejected: 0 },
        violations: onViolation === "block" ? 0 : 3,
      });

      const received = await engine.received();
      const own = new Map(
        received
          .filter(({ userId }) => String(userId).startsWith(onViolation))
          .map(({ userId, properties }) => [userId, properties]),
      );
      expect(own.size).toBe(sent);
      const fourth = own.get(`${onViolation}-4@acme.io`);
      const sixth = own.get(`${onViolation}-6@acme.io`);
      if (onViolation === "allow") {
        expect(fourth).toEqual({ plan: "pro", seats: "a dozen" });
        expect(sixth).toEqual({ level: 1, extra: true });
      }
      if (onViolation === "omit") {
        expect(fourth).toEqual({ plan: "pro" });
        expect(own.get("omit-5@acme.io")).toEqual({});
        expect(sixth).toEqual({ level: 1 });
      }
      if (onViolation === "block") {
        const { rows } = await engine.app.database().pool.query<{
          code: string;
          message: string;
        }>("SELECT code, message FROM data.dead_letter WHERE sync_id = $1 ORDER BY inbox_id", [syncId]);
        expect(rows.map(({ code }) => code)).toEqual([
          "plan_violation",
          "plan_violation",
          "plan_violation",
        ]);
        expect(rows[0]?.message).toBe(
          'properties.seats should be integer but it is "a dozen"',
        );
      }
    },
  );

  it("is refused by name when nobody knows it", async () => {
    await expect(
      engine.aLiveSync({
        validation: { trackingPlan: "Nowhere", onViolation: "block" },
      }),
    ).rejects.toMatchObject({
      options: { problems: [{ path: "validation.trackingPlan" }] },
    });
    await expect(
      engine.aLiveSync({
        segmentCredentials: { publicApiToken: "token" },
        validation: { trackingPlan: "tp_nowhere", onViolation: "block" },
      }),
    ).rejects.toMatchObject({
      options: {
        problems: [
          {
            message: "can't be fetched: Segment has no such tracking plan.",
          },
        ],
      },
    });
  });

  it("is a new revision when it changes, and stays when it can't be fetched", async () => {
    const { app, ctx, sandboxUrl } = engine;
    const vendorId = await aPlanAtSegment(sandboxUrl, "Changing", RULES);
    const { segment } = await engine.aLiveSync({
      segmentCredentials: { publicApiToken: "token" },
      validation: { trackingPlan: vendorId, onViolation: "allow" },
    });
    const list = await app.listPlans({
      ctx,
      input: { limit: 50, cursor: null },
    });
    const plan = list.data.find((one) => one.vendorId === vendorId);
    expect(plan).toMatchObject({ revision: 1, ruleCount: 3 });
    const id = plan?.id ?? "";
    await publicApi(sandboxUrl, "PATCH", `/${vendorId}/rules`, {
      rules: [rule(4, { rank: { type: "integer" } }, [])],
    });
    const refreshed = await app.refreshPlan({ ctx, input: { id } });
    expect(refreshed).toMatchObject({ revision: 2, ruleCount: 4 });
    expect(await app.refreshPlan({ ctx, input: { id } })).toMatchObject({
      revision: 2,
    });
    await expect(app.removePlan({ ctx, input: { id } })).rejects.toThrow(
      "is used by",
    );
    await app.updateConnection({
      ctx,
      input: {
        id: segment.id,
        patch: { credentials: { publicApiToken: null } },
      },
    });
    const failed = await app.refreshPlan({ ctx, input: { id } });
    expect(failed).toMatchObject({ revision: 2 });
    expect(failed.refreshError).toContain("no Public API token");
  });
});

describe("a plan that syncs are held to", () => {
  const upload = async (name: string) => {
    const { app, ctx } = engine;
    const content = "event,property\nSigned Up,plan";
    return app.createPlan({ ctx, input: { name, format: "csv", content } });
  };
  const heldTo = (trackingPlan: string) =>
    engine.aLiveSync({ validation: { trackingPlan, onViolation: "block" } });
  const changeDraft = (id: string, validation: object | null) =>
    engine.app.updateSync({
      ctx: engine.ctx,
      input: { id, patch: { validation } },
    });

  it("names them, and is removed only once nobody is", async () => {
    const { app, ctx } = engine;
    const plan = await upload("Shop");
    expect(plan).toMatchObject({ revision: 1, syncs: [] });
    const { syncId } = await heldTo("Shop");
    const other = await engine.aLiveSync({ validation: null });
    await changeDraft(other.syncId, {
      ...{ trackingPlan: plan.id, onViolation: "allow" },
    });
    const { data } = await app.listPlans({
      ctx,
      input: { limit: 50, cursor: null },
    });
    expect(data.find(({ id }) => id === plan.id)?.syncs).toMatchObject([
      { id: syncId, isDraft: false },
      { id: other.syncId, isDraft: true },
    ]);
    const remove = () => app.removePlan({ ctx, input: { id: plan.id } });
    await expect(remove()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(
        /^Shop is used by “sync-\d+”, “sync-\d+” \(its draft\)\./,
      ) as string,
    });

    // A draft without it changes nothing for the version that runs.
    await changeDraft(syncId, null);
    await changeDraft(other.syncId, null);
    await expect(remove()).rejects.toMatchObject({ code: "conflict" });
    await app.publishSync({ ctx, input: { id: syncId } });
    await remove();
    await expect(
      app.readPlan({ ctx, input: { id: plan.id } }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("never goes while somebody publishes by it", async () => {
    const { app, ctx } = engine;
    for (const round of [1, 2, 3, 4]) {
      const plan = await upload(`Raced ${round}`);
      const { syncId } = await heldTo(plan.id);
      await changeDraft(syncId, null);
      await app.publishSync({ ctx, input: { id: syncId } });
      const race = await Promise.allSettled([
        app.removePlan({ ctx, input: { id: plan.id } }),
        changeDraft(syncId, {
          ...{ trackingPlan: plan.id, onViolation: "block" },
        }).then(() => app.publishSync({ ctx, input: { id: syncId } })),
      ]);
      const fulfilled = race.filter(({ status }) => status === "fulfilled");
      expect(fulfilled).toHaveLength(1);
    }
  });

  it("takes another upload of its name as its next revision, and no fetched one's name", async () => {
    const { app, ctx, sandboxUrl } = engine;
    const first = await upload("Again");
    const content = "event,property\nSigned Up,plan\nSigned Up,seats";
    const second = await app.createPlan({
      ctx,
      input: { name: "Again", format: "csv", content },
    });
    expect(second).toMatchObject({ id: first.id, revision: 2 });
    const vendorId = await aPlanAtSegment(sandboxUrl, "Fetched", RULES);
    await engine.aLiveSync({
      segmentCredentials: { publicApiToken: "token" },
      validation: { trackingPlan: vendorId, onViolation: "allow" },
    });
    await expect(upload("Fetched")).rejects.toMatchObject({
      code: "conflict",
      options: { problems: [{ path: "name" }] },
    });
    await expect(upload("n".repeat(121))).rejects.toMatchObject({
      issues: [{ path: ["name"] }],
    });
  });
});
