import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTraitScene, type TraitScene } from "./traits/scene";

let scene: TraitScene;

beforeAll(async () => {
  scene = await startTraitScene();
});

afterAll(async () => {
  await scene.engine.stop();
});

const NOW = new Date("2026-11-28T12:00:00Z");
let ids = 0;
const did = (user_id: string | null, time: string, extra: object = {}) => {
  ids += 1;
  return {
    ...{ event_id: String(ids), event: "Report Created", user_id, time },
    ...{ session_id: time.slice(0, 10), properties: {} },
    ...extra,
  };
};
const count = (name = "reports", extra: object = {}) => ({
  ...{ name, kind: "count", event: "Report Created" },
  ...extra,
});

describe("computed traits", () => {
  it("tell of each kind what somebody's events tell", async () => {
    const { id, key } = await scene.aPlainConnection();
    const spent = (amount: unknown, plan: string) => ({
      properties: { amount, plan },
    });
    await scene.ingest(key, [
      did("1", "2026-11-01T10:00:00Z", spent("1,234.50", "Pro")),
      did("1", "2026-11-26T23:59:59Z", spent(10, "Free")),
      did("1", "2026-11-27T00:00:00Z", spent("none", "Free")),
      did("1", "2026-11-27T09:00:00Z", { event: "Login" }),
      did("2", "2026-11-01T10:00:00Z", { event: "Login" }),
    ]);
    const ofReports = { event: "Report Created" };
    const amount = { property: "properties.amount" };
    await scene.verbs.ensureTraits({
      ctx: scene.engine.ctx,
      input: {
        connectionId: id,
        traits: [
          { name: "all", kind: "count" },
          { name: "week", kind: "count", ...ofReports, in: { days: 7 } },
          { name: "first", kind: "firstTime", ...ofReports },
          {
            name: "last",
            kind: "lastTime",
            event: ["Report Created", "Login"],
          },
          { name: "days", kind: "activeDays", ...ofReports },
          { name: "sessions", kind: "sessions", ...ofReports },
          { name: "date", kind: "lastActiveDate" },
          { name: "adopted", kind: "adopted", ...ofReports, atLeast: 3 },
          {
            ...{ name: "plan", kind: "mostFrequent", ...ofReports },
            property: "properties.plan",
          },
          { name: "sum", kind: "sum", ...ofReports, ...amount },
          { name: "average", kind: "average", ...ofReports, ...amount },
          {
            ...{ name: "pro", kind: "count", ...ofReports },
            where: { path: "properties.plan", op: "=", value: "Pro" },
          },
        ],
      },
    });
    expect(await scene.compute(id, NOW)).toBe("idle");
    expect(await scene.traitsOf(id)).toEqual({
      "1": {
        ...{ all: 4, week: 2, first: "2026-11-01T10:00:00.000Z" },
        ...{ last: "2026-11-27T09:00:00.000Z", days: 3, sessions: 3 },
        ...{ date: "2026-11-27", adopted: true, plan: "Free", pro: 1 },
        ...{ sum: 1244.5, average: 622.25 },
      },
      "2": {
        ...{ all: 1, week: 0, first: null, days: 0, sessions: 0 },
        ...{ last: "2026-11-01T10:00:00.000Z", date: "2026-11-01" },
        ...{ adopted: false, plan: null, sum: null, average: null, pro: 0 },
      },
    });
  });

  it("tell nothing anew where nothing differs", async () => {
    const { id, key } = await scene.aPlainConnection();
    await scene.ingest(key, [
      did("1", "2026-11-27T10:00:00Z"),
      did("2", "2026-11-27T10:00:00Z"),
    ]);
    await scene.aTrait(id, {
      name: "adopted",
      kind: "adopted",
      event: "Report Created",
    });
    await scene.compute(id, NOW);
    const first = await scene.peopleOf(id);
    expect(first.map(({ is_listed }) => is_listed)).toEqual([false, false]);
    expect(first.every(({ changed }) => Number(changed) > 0)).toBe(true);
    await scene.ingest(key, [did("1", "2026-11-27T11:00:00Z")]);
    await scene.compute(id, NOW);
    expect(await scene.peopleOf(id)).toEqual(first);
    await scene.aTrait(id, count());
    await scene.compute(id, NOW);
    const then = await scene.peopleOf(id);
    expect(then.map(({ traits }) => traits.reports)).toEqual([2, 1]);
    expect(Number(then[0]?.changed)).toBeGreaterThan(Number(first[0]?.changed));
  });

  it("give an identity's events to the user who is known by it, whichever came first", async () => {
    const { id, key } = await scene.aPlainConnection();
    const ann = { identity: "ann@acme.io" };
    await scene.aTrait(id, count());
    await scene.ingest(key, [
      did(null, "2026-11-27T10:00:00Z", ann),
      did(null, "2026-11-27T10:00:00Z", { identity: "bob@acme.io" }),
    ]);
    await scene.compute(id, NOW);
    expect(await scene.traitsOf(id)).toEqual({
      "identity:ann@acme.io": { reports: 1 },
      "identity:bob@acme.io": { reports: 1 },
    });
    await scene.ingest(key, [did("7", "2026-11-27T11:00:00Z", ann)]);
    await scene.ingest(key, [did(null, "2026-11-27T12:00:00Z", ann)]);
    await scene.compute(id, NOW);
    const people = await scene.peopleOf(id);
    expect(people).toMatchObject([
      { user_id: "7", traits: { reports: 3 }, ...ann, is_gone: false },
      { user_id: "identity:ann@acme.io", is_gone: true, traits: {} },
      { user_id: "identity:bob@acme.io", is_gone: false },
    ]);
    expect(people.map(({ record }) => record)).toEqual([
      { user_id: "7", ...ann },
      { user_id: null, ...ann },
      { user_id: null, identity: "bob@acme.io" },
    ]);
  });

  it("count a record that came again, or changed, once", async () => {
    const { id } = await scene.aPlainConnection();
    await scene.aTrait(id, {
      ...{ name: "sum", kind: "sum", property: "properties.n" },
    });
    const record = did("1", "2026-11-27T10:00:00Z", { properties: { n: 1 } });
    const put = (value: object, generation: number) =>
      scene.engine.putRecords(id, "events", [value as never], generation);
    await put(record, 0);
    await scene.compute(id, NOW);
    await put({ ...record, user_id: "2", properties: { n: 5 } }, 1);
    await scene.compute(id, NOW);
    expect(await scene.traitsOf(id)).toEqual({
      "1": { sum: null },
      "2": { sum: 5 },
    });
    expect((await scene.peopleOf(id))[0]?.is_gone).toBe(true);
  });

  it("let go of events as time passes, of those whom it concerns", async () => {
    const { id, key } = await scene.aPlainConnection();
    await scene.aTrait(id, count("week", { in: { days: 7 } }));
    await scene.ingest(key, [
      did("1", "2026-11-22T12:00:00Z"),
      did("1", "2026-11-27T12:00:00Z"),
      did("2", "2026-11-27T12:00:00Z"),
    ]);
    await scene.compute(id, NOW);
    const [, before] = await scene.peopleOf(id);
    expect(await scene.traitsOf(id)).toEqual({
      ...{ "1": { week: 2 }, "2": { week: 1 } },
    });
    await scene.compute(id, new Date("2026-11-29T12:30:00Z"));
    expect(await scene.traitsOf(id)).toEqual({
      ...{ "1": { week: 1 }, "2": { week: 1 } },
    });
    expect((await scene.peopleOf(id))[1]).toEqual(before);
    await scene.compute(id, new Date("2027-01-29T12:30:00Z"));
    expect(await scene.traitsOf(id)).toEqual({
      ...{ "1": { week: 0 }, "2": { week: 0 } },
    });
  });

  it("take events as they are: half characters, NUL, times that nobody can read, ids without end", async () => {
    const { id, key } = await scene.aPlainConnection();
    await scene.aTrait(id, {
      ...{ name: "most", kind: "mostFrequent", property: "properties.x" },
    });
    const { accepted } = (await scene.ingest(key, [
      did("1", "yesterday", { properties: { x: "a\0b", "k\0": 1 } }),
      did("2", "2026-11-27 10:00:00.123456 UTC", {
        properties: { x: "\ud800!" },
      }),
      did("3", "2026-11-27", { properties: "none" }),
      did("4".repeat(3_000), "2026-11-27"),
      did("5", "2026-11-27", { properties: { x: "\\u0000" } }),
    ])) as { accepted: number };
    expect(accepted).toBe(5);
    await scene.compute(id, NOW);
    expect(await scene.traitsOf(id)).toEqual({
      "1": { most: "a\ufffdb" },
      "2": { most: "\ufffd!" },
      "3": { most: null },
      "5": { most: "\\u0000" },
    });
  });
});

describe("the definitions of traits", () => {
  it("are refused where past events can't be asked, with all that is wrong", async () => {
    const { id } = await scene.aPlainConnection();
    await expect(
      scene.aTrait(id, {
        ...{ name: "2 words", kind: "sum", property: "user_id" },
        where: { path: "properties.a", op: "matches", value: "^A" },
      }),
    ).rejects.toThrow(
      /letters, digits.*can't be asked of past events.*below properties/s,
    );
    await expect(
      scene.aTrait(
        id,
        count("a", { where: { path: "identity", op: "exists" } }),
      ),
    ).rejects.toThrow("identity can't be asked of past events");
  });

  it("have names of their own, and are told with how far they are", async () => {
    const { id, key } = await scene.aPlainConnection();
    const { ctx } = scene.engine;
    const list = () =>
      scene.verbs.listTraits({ ctx, input: { connectionId: id } });
    expect((await list()).progress).toBeNull();
    await scene.ingest(key, [did("1", "2026-11-27T10:00:00Z")]);
    const { id: traitId } = await scene.aTrait(id, count());
    await expect(scene.aTrait(id, count())).rejects.toThrow("already");
    expect((await list()).progress).toMatchObject({
      ...{ state: "reading", eventsLeft: 1, computedAt: null },
    });
    await scene.compute(id, NOW);
    expect(await list()).toMatchObject({
      data: [
        { isComputed: true, sentence: "How often they did Report Created" },
      ],
      progress: { state: "current", people: { done: 1, total: 1 } },
    });
    const body = count("renamed", { in: { days: 30 } });
    const input = { connectionId: id, traitId, body };
    expect(await scene.verbs.updateTrait({ ctx, input })).toMatchObject({
      isComputed: false,
    });
    expect((await list()).progress?.state).toBe("computing");
    await scene.compute(id, NOW);
    expect(await scene.traitsOf(id)).toEqual({ "1": { renamed: 1 } });
  });

  it("end, with all that was kept for them, and begin again from the inbox", async () => {
    const { id, key } = await scene.aPlainConnection();
    const { ctx } = scene.engine;
    await scene.ingest(key, [did("1", "2026-11-27T10:00:00Z")]);
    const remove = (traitId: string) =>
      scene.verbs.removeTrait({ ctx, input: { connectionId: id, traitId } });
    const kept = async () =>
      (
        await scene.query("SELECT FROM data.event WHERE connection_id = $1", [
          id,
        ])
      ).length;
    await remove((await scene.aTrait(id, count())).id);
    expect(await scene.compute(id, NOW)).toBe("stop");
    const again = await scene.aTrait(id, count());
    await scene.compute(id, NOW);
    expect(await kept()).toBe(1);
    await remove(again.id);
    // Another one comes before the end was reached.
    const third = await scene.aTrait(id, count("third"));
    await scene.compute(id, NOW);
    expect(await scene.traitsOf(id)).toEqual({ "1": { third: 1 } });
    await remove(third.id);
    expect(await scene.compute(id, NOW)).toBe("stop");
    expect(await kept()).toBe(0);
    expect(await scene.peopleOf(id)).toMatchObject([
      { traits: {}, is_gone: true },
    ]);
    expect(
      await scene.query(
        "SELECT FROM data.event_feed WHERE connection_id = $1",
        [id],
      ),
    ).toEqual([]);
  });

  it("are not deleted or renamed under a sync that uses them", async () => {
    const { ctx } = scene.engine;
    const { heapId } = await scene.engine.aLiveSync({
      ...{ stream: "users", action: "segment.identify" },
      mapping: {
        userId: { path: "identity" },
        "traits.reports": { path: "traits.reports" },
      },
    });
    const trait = await scene.aTrait(heapId, count());
    const input = { connectionId: heapId, traitId: trait.id };
    await expect(scene.verbs.removeTrait({ ctx, input })).rejects.toThrow(
      /reports is used by “sync-\d+”/,
    );
    const renamed = { ...input, body: count("other") };
    await expect(
      scene.verbs.updateTrait({ ctx, input: renamed }),
    ).rejects.toThrow("is used by");
    const other = await scene.aTrait(heapId, count("other"));
    await scene.verbs.removeTrait({
      ctx,
      input: { connectionId: heapId, traitId: other.id },
    });
  });

  it("are fields of the stream users, and show real values before they are kept", async () => {
    const { id, key } = await scene.aPlainConnection();
    const { app, ctx } = scene.engine;
    const preview = () =>
      scene.verbs.previewTrait({
        ctx: { ...ctx, now: () => NOW },
        input: { connectionId: id, body: count() },
      });
    await scene.ingest(key, [
      did("1", "2026-11-27T10:00:00Z", { identity: "ann@acme.io" }),
      did("1", "2026-11-27T11:00:00Z"),
    ]);
    const person = { person: "1", identity: "ann@acme.io", value: 2 };
    expect(await preview()).toEqual({
      ...{ basis: "latest", people: [person] },
      sentence: "How often they did Report Created",
    });
    await scene.aTrait(id, count());
    await scene.compute(id, NOW);
    expect(await preview()).toMatchObject({
      ...{ basis: "events", people: [person] },
    });
    const fields = await app.readFields({
      ctx,
      input: { connectionId: id, stream: "users", events: [] },
    });
    expect(fields.data).toMatchObject([
      {
        ...{ path: "traits.reports", typeName: "number" },
        ...{ filledPercent: 100, examples: [2] },
      },
    ]);
  });

  it("leave nothing behind when their connection is deleted", async () => {
    const { id, key } = await scene.aPlainConnection();
    const { ctx } = scene.engine;
    await scene.ingest(key, [did("1", "2026-11-27T10:00:00Z")]);
    await scene.aTrait(id, count());
    await scene.compute(id, NOW);
    const { removeConnection } =
      await import("../lib/services/connection/remove");
    await removeConnection({ ctx, input: { id } });
    expect(await scene.compute(id, NOW)).toBe("stop");
    await scene.verbs.forgetEvents();
    expect(
      await scene.query("SELECT FROM data.event WHERE connection_id = $1", [
        id,
      ]),
    ).toEqual([]);
  });
});
