import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startAlerting, type Alerting } from "./setup/watching";
import { anEvent, startEngine, type Engine } from "./setup/engine";

const MINUTE_MS = 60_000;

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

const sql = (text: string, values: unknown[] = []) =>
  engine.app.database().pool.query(text, values);
const inMinutes = (minutes: number) =>
  new Date(Date.now() + minutes * MINUTE_MS);

let ids = 0;
/** Events that were not sent before. */
const events = (count: number, extra: object = {}) =>
  JSON.stringify(
    Array.from({ length: count }, () => anEvent((ids += 1), extra)),
  );

async function work(sync: { key: string; syncId: string }, text: string) {
  await engine.ingest(sync.key, text);
  await engine.work(sync.syncId);
}

/** The kinds and states of what there is now. */
const summary = async () =>
  (await alerting.alerts()).map(({ kind, state }) => `${kind} ${state}`);

/** Evaluates until what is well has recovered. */
async function evaluateToRecovery() {
  for (const minutes of [0, 1, 2, 3])
    await alerting.evaluateAlerts(inMinutes(minutes));
}

describe("a rule minds", () => {
  it("a run that could not go on, until it does", async () => {
    const sync = await engine.aLiveSync();
    await work(sync, events(1));
    await engine.app.reportFailure({ syncId: sync.syncId }, "Error");
    await alerting.evaluateAlerts(new Date());
    expect(await alerting.alerts()).toMatchObject([
      {
        ...{ kind: "failure", severity: "critical", state: "open" },
        cause: expect.stringContaining("Sluice could not go on") as string,
        runId: expect.stringMatching(/^run_/) as string,
        syncs: [{ id: sync.syncId }],
      },
    ]);
    await work(sync, events(1));
    await evaluateToRecovery();
    expect(await summary()).toEqual(["failure recovered"]);
  });

  it("a share of rejected or invalid records", async () => {
    const sync = await engine.aLiveSync();
    await work(sync, events(18));
    await alerting.evaluateAlerts(new Date());
    await engine.setFault({ kind: "status", status: 400, rate: 1 });
    await work(sync, events(2));
    await alerting.evaluateAlerts(new Date());
    const [alert] = await alerting.alerts();
    expect(alert).toMatchObject({ kind: "rejectedShare", severity: "warning" });
    expect(alert?.title).toContain("10 %");
    // Sixteen minutes later the window holds none of them.
    for (const minutes of [16, 17, 18])
      await alerting.evaluateAlerts(inMinutes(minutes));
    expect(await summary()).toEqual(["rejectedShare recovered"]);
  });

  it("records that wait, that took long, and how many there are", async () => {
    const sync = await engine.aLiveSync();
    await alerting.aRule({ kind: "latency", seconds: 300 });
    await alerting.aRule({ kind: "backlog", records: 30 });
    await alerting.aRule({ kind: "latency", measure: "p95", seconds: 600 });
    await engine.ingest(sync.key, events(30));
    await alerting.evaluateAlerts(new Date());
    expect(await summary()).toEqual(["backlog open"]);
    await alerting.evaluateAlerts(inMinutes(6));
    expect((await summary()).sort()).toEqual(["backlog open", "latency open"]);
    await sql(
      "UPDATE data.inbox SET received_at = received_at - interval '20 minutes'",
    );
    await engine.work(sync.syncId);
    for (const minutes of [7, 8, 9])
      await alerting.evaluateAlerts(inMinutes(minutes));
    const alerts = await alerting.alerts();
    const open = alerts.filter(({ state }) => state === "open");
    expect(open).toMatchObject([{ kind: "latency" }]);
    expect(open[0]?.title).toContain("records take 20 minutes");
    expect(alerts).toHaveLength(3);
  });

  it("that nothing came, as a definition asks for it", async () => {
    const sync = await engine.aLiveSync({
      alerts: { noDataFor: { hours: 6 } },
      where: { path: "event", op: "=", value: "Sign Up" },
    });
    await sql(
      "UPDATE sync_versions SET published_at = published_at - interval '7 hours' WHERE sync_id = $1",
      [sync.syncId],
    );
    // What the filter leaves out is no data of this sync's.
    await work(sync, events(3, { event: "Other" }));
    await alerting.evaluateAlerts(new Date());
    expect(await alerting.alerts()).toMatchObject([
      { kind: "noData", rule: { id: `${sync.syncId}.noData` } },
    ]);
    await work(sync, events(1));
    await evaluateToRecovery();
    expect(await summary()).toEqual(["noData recovered"]);
  });

  it("an hour that is unlike the same one of past weeks", async () => {
    const sync = await engine.aLiveSync();
    await alerting.aRule({ kind: "anomaly", direction: "less" });
    await work(sync, events(5));
    const young = await alerting.tryDraftRule({
      ctx: engine.ctx,
      input: { name: "Try", watch: { kind: "anomaly" } },
    });
    expect(young).toMatchObject({
      findings: [],
      unknown: [{ why: expect.stringContaining("past weeks") as string }],
    });
    await sql(
      "UPDATE sync_versions SET published_at = published_at - interval '60 days' WHERE sync_id = $1",
      [sync.syncId],
    );
    await sql(
      `INSERT INTO runs (id, workspace_id, sync_id, number, version, status, trigger, started_at, stopped_reading_at, finished_at, read, delivered)
       SELECT 'run_past_' || week, s.workspace_id, s.id, 100 + week, 1, 'succeeded', 'stream', at, at + interval '1 hour', at + interval '1 hour', 1000, 1000
       FROM syncs s, generate_series(1, 4) week, LATERAL (SELECT now() - interval '50 minutes' - make_interval(days => 7 * week) AS at) t
       WHERE s.id = $1`,
      [sync.syncId],
    );
    await sql(
      `INSERT INTO chunks (run_id, number, kind, from_position, to_position, started_at, finished_at, read, filtered, invalid, delivered, rejected, pending, requests, retries, bytes, batches, engine)
       SELECT id, 1, 'read', 0, 0, started_at, started_at + interval '10 minutes', 1000, 0, 0, 1000, 0, 0, 1, 0, 1, '[]', 1
       FROM runs WHERE id LIKE 'run_past_%'`,
    );
    await alerting.evaluateAlerts(new Date());
    const [alert, ...others] = await alerting.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: "anomaly" });
    expect(alert?.cause).toContain("In the last hour 5 records were read");
  });

  it("fields that vanish or hold another type", async () => {
    const sync = await engine.aLiveSync({
      mapping: {
        event: { path: "event" },
        userId: { path: "identity" },
        "properties.plan": { path: "properties.plan_name" },
        "properties.seats": { path: "properties.seats" },
      },
    });
    await alerting.aRule({ kind: "schemaDrift" });
    const catalogue = async (properties: object, count = 50) => {
      await engine.ingest(sync.key, events(count, { properties }));
      await engine.app.catalogueAll();
    };
    await catalogue({ plan_name: "Pro", seats: 3 });
    await alerting.evaluateAlerts(new Date());
    expect(await alerting.alerts()).toEqual([]);
    await catalogue({ seats: "a dozen" });
    await catalogue({ seats: "two" });
    await alerting.evaluateAlerts(new Date());
    const [alert] = await alerting.alerts();
    expect(alert?.facts).toEqual([
      { label: "Vanished", value: "properties.plan_name" },
      { label: "Other type", value: "properties.seats" },
    ]);
    expect(alert?.cause).toContain("The sync reads 2 of them.");
  });

  it("calls against the tracking plan, blocked ones too", async () => {
    await engine.app.createPlan({
      ctx: engine.ctx,
      input: {
        ...{ name: "Minded", format: "csv" },
        content: "event,property,property_type\nSign Up,seats,integer",
      },
    });
    const syncs = [];
    for (const onViolation of ["allow", "block"])
      syncs.push(
        await engine.aLiveSync({
          validation: { trackingPlan: "Minded", onViolation },
        }),
      );
    await alerting.aRule({ kind: "planViolations", records: 3 });
    for (const sync of syncs) await work(sync, events(3));
    await alerting.evaluateAlerts(new Date());
    const alerts = await alerting.alerts({});
    expect(alerts.map(({ kind, facts }) => [kind, facts])).toEqual([
      ["planViolations", [{ label: "Violations", value: "3" }]],
      ["planViolations", [{ label: "Violations", value: "3" }]],
    ]);
  });

  it("refused credentials, one alert a connection, and a check that failed", async () => {
    const first = await engine.aLiveSync();
    const second = await engine.aLiveSync({
      destination: { connection: first.segment.id, action: "segment.track" },
    });
    await engine.setFault({ kind: "status", status: 401, rate: 1 });
    await work(first, events(1));
    await work(second, events(1));
    await alerting.evaluateAlerts(new Date());
    const [alert, ...others] = await alerting.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      ...{ kind: "credentialsRefused", severity: "critical" },
      subject: { id: first.segment.id },
    });
    expect(alert?.syncs).toHaveLength(2);
    await engine.reset();
    for (const { syncId } of [first, second])
      await engine.app.resumeSync({ ctx: engine.ctx, input: { id: syncId } });
    for (const { syncId } of [first, second]) await engine.work(syncId);
    await evaluateToRecovery();
    expect(await summary()).toEqual(["credentialsRefused recovered"]);

    await sql(
      "INSERT INTO connection_checks VALUES ($1, false, 'Segment does not know this write key.', now())",
      [first.segment.id],
    );
    await alerting.evaluateAlerts(inMinutes(5));
    expect((await alerting.alerts())[0]).toMatchObject({
      state: "open",
      title: `${first.segment.name} failed its check`,
    });
  });

  it("a limit that is reached often", async () => {
    const sync = await engine.aLiveSync();
    await alerting.aRule({ kind: "limitReached", throttles: 20 });
    const throttled = (count: number, at: Date) =>
      sql(
        `INSERT INTO data.flow (connection_id, throttles, throttled_at) VALUES ($1, $2, $3)
         ON CONFLICT (connection_id) DO UPDATE SET throttles = excluded.throttles, throttled_at = excluded.throttled_at`,
        [sync.segment.id, count, at],
      );
    await throttled(19, new Date());
    await alerting.evaluateAlerts(new Date());
    expect(await alerting.alerts()).toEqual([]);
    await throttled(20, inMinutes(1));
    await alerting.evaluateAlerts(inMinutes(1));
    expect(await summary()).toEqual(["limitReached open"]);
    // More than before, but few within the last quarter of an hour.
    await throttled(25, inMinutes(20));
    for (const minutes of [20, 21, 22, 23])
      await alerting.evaluateAlerts(inMinutes(minutes));
    expect(await summary()).toEqual(["limitReached recovered"]);
  });

  it("books that do not balance", async () => {
    const sync = await engine.aLiveSync();
    await work(sync, events(2));
    await alerting.evaluateAlerts(new Date());
    expect(await alerting.alerts()).toEqual([]);
    await sql(
      "UPDATE runs SET read = read + 1, filtered = filtered + 1 WHERE sync_id = $1",
      [sync.syncId],
    );
    await alerting.evaluateAlerts(new Date());
    expect(await alerting.alerts()).toMatchObject([
      {
        ...{ kind: "unbalancedBooks", severity: "critical" },
        cause: expect.stringContaining("sum of its chunks") as string,
      },
    ]);
    await sql("ALTER TABLE runs DROP CONSTRAINT runs_balanced");
    await sql("UPDATE runs SET read = read + 1 WHERE sync_id = $1", [
      sync.syncId,
    ]);
    await alerting.evaluateAlerts(new Date());
    const [alert] = await alerting.alerts();
    expect(alert?.cause).toContain("It read 4 records and accounts for 3.");
  });
});

describe("rules", () => {
  it("are there without asking, can be changed and switched off, not deleted", async () => {
    const { ctx } = engine;
    const { data } = await alerting.listRules({ ctx });
    expect(data.map(({ name }) => name).sort()).toEqual([
      "A connection does not answer",
      "A run fails",
      "Books do not balance",
      "Credentials are refused",
      "Many records fail",
    ]);
    const id = data.find(({ name }) => name === "Many records fail")?.id ?? "";
    const changed = await alerting.updateRule({
      ctx,
      input: { id, patch: { watch: { percent: 12 }, enabled: false } },
    });
    expect(changed).toMatchObject({
      enabled: false,
      watch: { kind: "rejectedShare", percent: 12, recordsMin: 20 },
    });
    await expect(
      alerting.removeRule({ ctx, input: { id } }),
    ).rejects.toMatchObject({ code: "conflict" });
    const sync = await engine.aLiveSync();
    await engine.setFault({ kind: "status", status: 400, rate: 1 });
    await work(sync, events(25));
    await alerting.evaluateAlerts(new Date());
    expect(await alerting.alerts()).toEqual([]);
  });

  it("say all that is wrong with them", async () => {
    const { ctx } = engine;
    const create = (input: object) => alerting.createRule({ ctx, input });
    const backlog = { kind: "backlog", records: 5 };
    await expect(
      create({ name: "", watch: { kind: "backlog", records: 0 } }),
    ).rejects.toMatchObject({
      issues: [{ path: ["name"] }, { path: ["watch", "records"] }],
    });
    await expect(
      create({
        ...{ name: "Nobody's", watch: backlog },
        ...{ syncIds: ["syn_none"], channelIds: ["chn_none"] },
      }),
    ).rejects.toMatchObject({
      options: { problems: [{ path: "syncIds" }, { path: "channelIds" }] },
    });
    await create({ name: "Twice", watch: backlog });
    await expect(create({ name: "Twice", watch: backlog })).rejects.toThrow(
      "There is a rule named Twice already.",
    );
  });

  it("are doubted where a definition names a channel that is not there", async () => {
    const { app, ctx } = engine;
    await alerting.aChannel("ops-slack");
    const { syncId } = await engine.aLiveSync({
      alerts: { channels: ["ops-slack", "ops-slak"] },
    });
    const problems = await app.checkSync({ ctx, input: { id: syncId } });
    expect(
      problems.filter(({ path }) => path === "alerts.channels"),
    ).toMatchObject([
      {
        severity: "warning",
        found: "ops-slak",
        suggestion: "Did you mean ops-slack?",
      },
    ]);
  });

  it("are tried without a trace, and end their alerts when they go", async () => {
    const { ctx } = engine;
    const channel = await alerting.aChannel("trace");
    const sync = await engine.aLiveSync();
    await engine.ingest(sync.key, events(5));
    const rule = await alerting.aRule(
      { kind: "backlog", records: 5 },
      { channelIds: [channel], syncIds: [sync.syncId] },
    );
    expect(
      await alerting.tryRule({ ctx, input: { id: rule.id } }),
    ).toMatchObject({
      syncCount: 1,
      findings: [
        { subject: { id: sync.syncId }, syncs: [{ id: sync.syncId }] },
      ],
    });
    expect(await alerting.alerts()).toEqual([]);
    await alerting.evaluateAlerts(new Date());
    expect(await summary()).toEqual(["backlog open"]);
    await alerting.removeRule({ ctx, input: { id: rule.id } });
    await alerting.evaluateAlerts(inMinutes(1));
    expect(await summary()).toEqual(["backlog recovered"]);
    const told = await alerting.outbox();
    expect(told.map(({ kind }) => kind)).toEqual(["trigger", "resolve"]);
  });
});
