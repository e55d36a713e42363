import { afterAll, beforeAll, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";
import { startAlerting, type Alerting } from "./setup/watching";

const MINUTE_MS = 60_000;
const OUTAGE_MINUTES = 60;
const AFTER_MINUTES = 20;
const EVENTS_A_MINUTE = 100;
const EVENTS = (OUTAGE_MINUTES + 1) * EVENTS_A_MINUTE;

let engine: Engine;
let alerting: Alerting;

beforeAll(async () => {
  engine = await startEngine();
  alerting = await startAlerting(engine);
});
afterAll(() => engine.stop());

/** A minute's events come, what waits gets a minute older, and the sync works as far as it may. */
async function liveMinute(sync: LiveSync, minute: number): Promise<string> {
  const events = Array.from({ length: EVENTS_A_MINUTE }, (_, index) =>
    anEvent(minute * EVENTS_A_MINUTE + index),
  );
  await engine.ingest(sync.key, JSON.stringify(events));
  await engine.passTime(60);
  const ended = await engine.work(sync.syncId);
  await alerting.evaluateAlerts(new Date(Date.now() + minute * MINUTE_MS));
  return ended;
}

type LiveSync = Awaited<ReturnType<Engine["aLiveSync"]>>;

async function countRows(table: string, syncId: string): Promise<number> {
  const { rows } = await engine.app
    .database()
    .pool.query<{ count: number }>(
      `SELECT count(*)::int FROM ${table} WHERE sync_id = $1`,
      [syncId],
    );
  return rows[0]?.count ?? 0;
}

async function requestsOf(syncId: string): Promise<number> {
  const { rows } = await engine.app
    .database()
    .pool.query<{ sum: number }>(
      `SELECT coalesce(sum(c.requests), 0)::int AS sum FROM chunks c JOIN runs r ON r.id = c.run_id WHERE r.sync_id = $1`,
      [syncId],
    );
  return rows[0]?.sum ?? 0;
}

it("is an hour of waiting, one alert and one recovery: no dead letter, and full requests afterwards", async () => {
  await alerting.aChannel("hour");
  const sync = await engine.aLiveSync({ alerts: { channels: ["hour"] } });
  await engine.setFault({ kind: "status", status: 503, rate: 1 });
  for (let minute = 0; minute < OUTAGE_MINUTES; minute += 1)
    expect(await liveMinute(sync, minute)).toBe("wait");
  expect(await countRows("data.dead_letter", sync.syncId)).toBe(0);
  const during = await engine.ledgersOf(sync.syncId);
  expect(during).toMatchObject({ delivered: 0, rejected: 0, invalid: 0 });

  await engine.setFault({ kind: "none" });
  const before = await requestsOf(sync.syncId);
  expect(await liveMinute(sync, OUTAGE_MINUTES)).toBe("idle");
  const requests = (await requestsOf(sync.syncId)) - before;

  expect(await engine.segmentStats()).toMatchObject({
    ...{ distinctIds: EVENTS, duplicates: 0 },
  });
  expect(await engine.ledgersOf(sync.syncId)).toEqual({
    ...{ read: EVENTS, delivered: EVENTS },
    ...{ filtered: 0, invalid: 0, rejected: 0, pending: 0 },
  });
  expect(await countRows("data.dead_letter", sync.syncId)).toBe(0);
  expect(await countRows("data.pending", sync.syncId)).toBe(0);
  expect(requests).toBeLessThan(20);

  for (let minute = 1; minute <= AFTER_MINUTES; minute += 1)
    await alerting.evaluateAlerts(
      new Date(Date.now() + (OUTAGE_MINUTES + minute) * MINUTE_MS),
    );
  const told = await alerting.outbox();
  expect(told.map(({ kind }) => kind)).toEqual(["trigger", "resolve"]);
}, 120_000);
