import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startAlerting, type Alerting } from "./setup/watching";
import { anEvent, startEngine, type Engine } from "./setup/engine";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

let engine: Engine;
let alerting: Alerting;

beforeAll(async () => {
  engine = await startEngine();
  alerting = await startAlerting(engine);
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await alerting.forgetAlerts();
  await engine.reset();
});

const after = (start: Date, minutes: number) =>
  new Date(start.getTime() + minutes * MINUTE_MS);

/** Evaluates each minute of a span, as the cron does. */
async function evaluateMinutes(start: Date, from: number, to: number) {
  for (let minute = from; minute <= to; minute += 1)
    await alerting.evaluateAlerts(after(start, minute));
}

/** Syncs that share one destination. */
async function syncsOnOneDestination(
  count: number,
  definition: Record<string, unknown> = {},
) {
  const first = await engine.aLiveSync(definition);
  const syncs = [first];
  const destination = {
    ...{ connection: first.segment.id, action: "segment.track" },
  };
  while (syncs.length < count)
    syncs.push(await engine.aLiveSync({ ...definition, destination }));
  return syncs;
}

async function meetFault(
  syncs: Awaited<ReturnType<typeof syncsOnOneDestination>>,
  seed: number,
) {
  await engine.setFault({ kind: "status", status: 503, rate: 1 });
  for (const [index, { key, syncId }] of syncs.entries()) {
    await engine.ingest(key, JSON.stringify([anEvent(seed + index)]));
    await engine.work(syncId);
  }
}

async function recover(
  syncs: Awaited<ReturnType<typeof syncsOnOneDestination>>,
) {
  await engine.reset();
  for (const { syncId, segment } of syncs) {
    await engine.app
      .database()
      .pool.query("DELETE FROM data.flow WHERE connection_id = $1", [
        segment.id,
      ]);
    await engine.passTime(60);
    await engine.work(syncId);
  }
}

describe("a destination that is down for an hour", () => {
  it("is one alert that names its three syncs, with one message and one recovery", async () => {
    const channel = await alerting.aChannel("hour");
    const syncs = await syncsOnOneDestination(3, {
      alerts: { channels: ["hour"] },
    });
    // What else follows from the outage is not told besides.
    await alerting.aRule(
      { kind: "latency", seconds: 120 },
      { channelIds: [channel] },
    );
    await alerting.aRule(
      { kind: "backlog", records: 1 },
      { channelIds: [channel] },
    );
    const start = new Date();
    await meetFault(syncs, 100);
    await evaluateMinutes(start, 0, 4);
    expect(await alerting.outbox()).toEqual([]);
    await evaluateMinutes(start, 5, HOUR_MINUTES);

    const [alert, ...others] = await alerting.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      ...{ state: "open", severity: "error", kind: "failure" },
      subject: { kind: "connection", id: syncs[0]?.segment.id },
      cause: expect.stringContaining("3 syncs wait for it") as string,
    });
    expect(alert?.syncs).toHaveLength(3);
    expect(await alerting.outbox()).toMatchObject([
      {
        kind: "trigger",
        message: {
          link: expect.stringMatching(
            /^http:\/\/localhost:\d+\/runs\/run_/,
          ) as string,
          syncName: null,
        },
      },
    ]);

    await recover(syncs);
    await evaluateMinutes(start, HOUR_MINUTES + 1, HOUR_MINUTES + 20);
    const told = await alerting.outbox();
    expect(told.map(({ kind }) => kind)).toEqual(["trigger", "resolve"]);
    expect(told[1]?.key).toBe(told[0]?.key);
    expect(told[1]?.message.cause).toContain("it lasted 1 hour");
    const ended = await alerting.alerts();
    expect(ended.map(({ state }) => state)).toEqual(["recovered"]);
    for (const { syncId } of syncs)
      expect(await engine.ledgersOf(syncId)).toMatchObject({
        ...{ read: 1, delivered: 1, pending: 0, rejected: 0 },
      });
  });

  it("keeps what was told before up to date, and ends it when the backlog is gone", async () => {
    const channel = await alerting.aChannel("before");
    const [sync, ...others] = await syncsOnOneDestination(1);
    await alerting.aRule(
      { kind: "backlog", records: 2 },
      { channelIds: [channel] },
    );
    const start = new Date();
    await engine.ingest(
      sync?.key ?? "",
      JSON.stringify([anEvent(150), anEvent(151)]),
    );
    await alerting.evaluateAlerts(start);
    const syncs = [sync, ...others].flatMap((one) => one ?? []);
    await meetFault(syncs, 152);
    await evaluateMinutes(start, 1, 8);
    const [, backlog] = await alerting.alerts();
    expect(backlog).toMatchObject({ kind: "backlog", state: "open" });
    expect(backlog?.title).toContain("3 records wait");
    await recover(syncs);
    await evaluateMinutes(start, 9, 12);
    const states = (await alerting.alerts()).map(({ state }) => state);
    expect(states).toEqual(["recovered", "recovered"]);
    const told = await alerting.outbox();
    expect(told.map(({ kind }) => kind)).toEqual(["trigger", "resolve"]);
  });

  it("is one alert however many evaluate at once", async () => {
    await alerting.aChannel("race");
    const syncs = await syncsOnOneDestination(1, {
      alerts: { channels: ["race"] },
    });
    const start = new Date();
    await meetFault(syncs, 200);
    const later = after(start, 6);
    await Promise.all(
      Array.from({ length: 4 }, () => alerting.evaluateAlerts(later)),
    );
    await alerting.evaluateAlerts(later);
    expect(await alerting.alerts()).toHaveLength(1);
    expect(await alerting.outbox()).toHaveLength(1);

    await recover(syncs);
    for (const minute of [7, 8, 9, 10])
      await Promise.all(
        [1, 2, 3].map(() => alerting.evaluateAlerts(after(start, minute))),
      );
    const told = await alerting.outbox();
    expect(told.map(({ kind }) => kind)).toEqual(["trigger", "resolve"]);
  });

  it("is told again only after the cool-down", async () => {
    await alerting.aChannel("cool");
    const syncs = await syncsOnOneDestination(1, {
      alerts: { channels: ["cool"] },
    });
    const start = new Date();
    await meetFault(syncs, 300);
    await evaluateMinutes(start, 6, 7);
    await recover(syncs);
    await evaluateMinutes(start, 8, 11);
    await meetFault(syncs, 310);
    await engine.app
      .database()
      .prisma.sync.updateMany({ data: { waitingSince: after(start, 12) } });
    await evaluateMinutes(start, 12, 30);
    const kinds = async () => (await alerting.outbox()).map(({ kind }) => kind);
    expect(await kinds()).toEqual(["trigger", "resolve"]);
    const states = (await alerting.alerts()).map(({ state }) => state);
    expect(states).toEqual(["open", "recovered"]);
    // 30 minutes after the first message it goes on: that is said.
    await evaluateMinutes(start, 36, 37);
    expect(await kinds()).toEqual(["trigger", "resolve", "trigger"]);
  });
});

describe("a mute", () => {
  it("keeps and shows alerts, sends nothing, and makes good for the recovery afterwards", async () => {
    const { ctx } = engine;
    await alerting.aChannel("mute");
    const syncs = await syncsOnOneDestination(1, {
      alerts: { channels: ["mute"] },
    });
    const start = new Date();
    await meetFault(syncs, 400);
    await alerting.evaluateAlerts(after(start, 6));
    const [alert] = await alerting.alerts();
    const muted = await alerting.muteAlert({
      ctx,
      input: {
        id: alert?.id ?? "",
        body: { until: after(start, 30).toISOString() },
      },
    });
    expect(muted.mutes).toMatchObject([{ target: "alert" }]);
    await recover(syncs);
    await evaluateMinutes(start, 7, 12);
    expect(await alerting.alerts()).toMatchObject([{ state: "recovered" }]);
    expect(await alerting.outbox()).toHaveLength(1);
    await evaluateMinutes(start, 31, 33);
    const told = await alerting.outbox();
    expect(told.map(({ kind }) => kind)).toEqual(["trigger", "resolve"]);
  });

  it.each(["all", "sync"] as const)(
    "of %s silences from the beginning",
    async (target) => {
      const { ctx } = engine;
      await alerting.aChannel(`mute-${target}`);
      const syncs = await syncsOnOneDestination(1, {
        alerts: { channels: [`mute-${target}`] },
      });
      const start = new Date();
      await alerting.createMute({
        ctx,
        input: {
          target,
          ...(target === "all" ? {} : { targetId: syncs[0]?.syncId }),
          until: after(start, 120).toISOString(),
        },
      });
      await meetFault(syncs, target === "all" ? 500 : 520);
      await evaluateMinutes(start, 6, 8);
      expect(await alerting.alerts()).toMatchObject([
        { state: "open", toldAt: null, mutes: [{ target }] },
      ]);
      await recover(syncs);
      await evaluateMinutes(start, 9, 12);
      expect(await alerting.alerts()).toMatchObject([{ state: "recovered" }]);
      expect(await alerting.outbox()).toEqual([]);
    },
  );
});
