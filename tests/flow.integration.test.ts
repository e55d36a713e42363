import { setTimeout as sleep } from "node:timers/promises";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { inngest } from "../inngest/client";
import { leaseTokens } from "../lib/services/flow/lease";
import { readFlow } from "../lib/services/flow/flow-row";
import { anEvent, startEngine, type Engine } from "./setup/engine";
import { startScriptedSegment } from "./setup/scripted-segment";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const byPerson = (index: number, person: string, number: number) =>
  anEvent(index, { identity: person, properties: { person, number } });

/** Works until nothing is pending, as if the waits were over at once. */
async function workOff(syncId: string, turnsMax = 60) {
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const next = await engine.work(syncId);
    const { pending } = await engine.ledgersOf(syncId);
    if (next === "idle" && pending === 0) return;
    await engine.passTime(120);
  }
  throw new Error("Records are still pending");
}

describe("order and blame, with answers scripted for each record", () => {
  it("ends as scripted, in order per person, with nothing sent again that was taken", async () => {
    const scripts = [[500, 429, 200], [500, 400], [503, 200], [400]];
    const scriptOf = (person: string, number: number) =>
      scripts[(Number(person) * 3 + number * 7) % 29] ?? [200];
    const segment = await startScriptedSegment(scriptOf);
    const { syncId, key } = await engine.aLiveSync({
      segmentSettings: { endpoint: segment.url },
    });
    const records = Array.from({ length: 100 }, (_, index) =>
      byPerson(index, String(index % 10), Math.floor(index / 10)),
    );
    await engine.ingest(key, JSON.stringify(records));
    await workOff(syncId);
    const refused = records.filter((_, index) => {
      const script = scriptOf(String(index % 10), Math.floor(index / 10));
      return script.at(-1) !== 200;
    }).length;
    expect(refused).toBeGreaterThan(0);
    expect(await engine.ledgersOf(syncId)).toMatchObject({
      ...{ read: 100, delivered: 100 - refused, rejected: refused },
    });
    const ids = segment.taken.map(({ id }) => id);
    expect(new Set(ids).size).toBe(100 - refused);
    expect(ids).toHaveLength(100 - refused);
    for (let person = 0; person < 10; person += 1) {
      const numbers = segment.taken
        .filter((call) => call.person === String(person))
        .map(({ number }) => number);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    await segment.close();
  });

  it("lets others pass a record that the destination fails at, holds its person's later ones, and gives it up", async () => {
    const segment = await startScriptedSegment((person, number) =>
      person === "poison" && number === 0 ? [500] : [200],
    );
    const { syncId, key } = await engine.aLiveSync({
      segmentSettings: { endpoint: segment.url },
      delivery: { maxAttempts: 3 },
    });
    const post = (...records: object[]) =>
      engine.ingest(key, JSON.stringify(records));
    await post(
      byPerson(0, "poison", 0),
      byPerson(1, "well", 1),
      byPerson(2, "poison", 2),
    );
    const numbers = () =>
      segment.taken.map(({ number }) => number).toSorted((a, b) => a - b);
    // Whose call shows that the destination is well is drawn by lot: it may take some turns.
    const workUntilTaken = async (number: number) => {
      for (let turn = 0; turn < 30 && !numbers().includes(number); turn += 1) {
        await engine.work(syncId);
        await engine.passTime(2);
      }
    };
    await workUntilTaken(1);
    // What came later passes, but not the same person's.
    await post(byPerson(3, "poison", 3), byPerson(4, "other", 4));
    await workUntilTaken(4);
    expect(numbers()).toEqual([1, 4]);
    expect(await engine.ledgersOf(syncId)).toMatchObject({ pending: 3 });
    for (let turn = 0; turn < 30 && !numbers().includes(3); turn += 1) {
      await engine.passTime(400);
      await post(byPerson(10 + turn, "well", 10));
      await engine.work(syncId);
    }
    expect(numbers().filter((number) => number < 10)).toEqual([1, 2, 3, 4]);
    const { rows } = await engine.app
      .database()
      .pool.query(
        "SELECT code, message FROM data.dead_letter WHERE sync_id = $1",
        [syncId],
      );
    expect(rows).toEqual([
      {
        code: "rejected_by_destination",
        message:
          "The destination answered 500 to this record alone, 3 times, while it took others.",
      },
    ]);
    await segment.close();
  });
});

describe("a connection's circuit breaker", () => {
  it("opens for every sync of the connection, tries now and then, and drains when it is well", async () => {
    const first = await engine.aLiveSync();
    const second = await engine.aLiveSync({ segment: first.segment });
    await engine.setFault({ kind: "status", status: 503 });
    await engine.ingest(first.key, JSON.stringify([anEvent(1), anEvent(2)]));
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await engine.work(first.syncId)).toBe("wait");
      await engine.passTime(2);
    }
    const flow = await readFlow(first.segment.id);
    expect(flow.breaker.state).toBe("open");
    await engine.app
      .database()
      .pool.query(
        "UPDATE data.flow SET probe_at = now() + interval '1 minute'",
      );
    await engine.ingest(second.key, JSON.stringify([anEvent(3)]));
    expect(await engine.work(second.syncId)).toBe("wait");
    const waiting = async (id: string) =>
      (await engine.app.getSync({ ctx: engine.ctx, input: { id } })).waiting;
    const { reason, since } = (await waiting(second.syncId)) ?? {};
    expect(reason).toBe("down");
    const openedAtMs = flow.breaker.openedAtMs ?? 0;
    expect(Math.abs(Date.parse(since ?? "") - openedAtMs)).toBeLessThan(5);
    expect(await engine.ledgersOf(second.syncId)).toMatchObject({ read: 0 });
    await engine.setFault({ kind: "none" });
    await engine.passTime(60);
    expect(await engine.work(first.syncId)).toBe("idle");
    expect(await waiting(second.syncId)).toBeNull();
    expect(await engine.work(second.syncId)).toBe("idle");
    expect(await engine.segmentStats()).toMatchObject({ distinctIds: 3 });
    expect((await readFlow(first.segment.id)).breaker).toMatchObject({
      ...{ state: "closed", faultsInRow: 0 },
    });
  });

  it("holds nothing back for long when whoever had the right to try is gone", async () => {
    const { syncId, key, segment } = await engine.aLiveSync();
    await engine.app.database().pool.query(
      `INSERT INTO data.flow (connection_id, state, faults_in_row, opened_at, probe_at)
       VALUES ($1, 'half_open', 9, now(), now() + interval '60 seconds')`,
      [segment.id],
    );
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    expect(await engine.work(syncId)).toBe("wait");
    await engine.passTime(61);
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toMatchObject({ delivered: 1 });
  });
});

describe("whoever is to be woken", () => {
  /** The syncs that some work wakes. */
  async function wokenBy(work: () => Promise<unknown>): Promise<string> {
    const send = vi.spyOn(inngest, "send").mockResolvedValue({ ids: [] });
    await work();
    const woken = JSON.stringify(send.mock.calls);
    send.mockRestore();
    return woken;
  }

  it("is a sync whose run was asked for and left while it ran", async () => {
    const { syncId } = await engine.aLiveSync();
    await engine.work(syncId);
    const { pool } = engine.app.database();
    const sweep = () => engine.app.sweepSyncs();
    expect(await wokenBy(sweep)).not.toContain(syncId);
    await pool.query("UPDATE runs SET trigger = 'manual' WHERE sync_id = $1", [
      syncId,
    ]);
    expect(await wokenBy(sweep)).toContain(syncId);
  });

  it("is a sync that drains, as soon as its connection is well", async () => {
    const first = await engine.aLiveSync();
    const drained = await engine.aLiveSync({ segment: first.segment });
    await engine.setFault({ kind: "status", status: 503 });
    for (const [index, { key, syncId }] of [first, drained].entries()) {
      await engine.ingest(key, JSON.stringify([anEvent(index)]));
      for (let turn = 0; turn < 3; turn += 1) {
        expect(await engine.work(syncId)).toBe("wait");
        await engine.passTime(60);
      }
    }
    await engine.app.pauseSync({
      ...{
        ctx: engine.ctx,
        input: { id: drained.syncId, body: { drain: true } },
      },
    });
    await engine.setFault({ kind: "none" });
    const woken = await wokenBy(() => engine.work(first.syncId));
    expect(woken).toContain(drained.syncId);
  });
});

describe("limits", () => {
  it("pauses every sync of a connection as long as the destination asks", async () => {
    const first = await engine.aLiveSync();
    const second = await engine.aLiveSync({ segment: first.segment });
    await engine.setFault({
      ...{ kind: "status", status: 429, retryAfter: 60, count: 1 },
    });
    await engine.ingest(first.key, JSON.stringify([anEvent(1)]));
    expect(await engine.work(first.syncId)).toBe("wait");
    await engine.ingest(second.key, JSON.stringify([anEvent(2)]));
    expect(await engine.work(second.syncId)).toBe("wait");
    expect(await engine.segmentStats()).toMatchObject({ distinctIds: 0 });
    await engine.passTime(61);
    expect(await engine.work(first.syncId)).toBe("idle");
    expect(await engine.work(second.syncId)).toBe("idle");
    expect(await engine.segmentStats()).toMatchObject({ distinctIds: 2 });
  });

  it("hands out spans of time that don't overlap, however many ask at once", async () => {
    const { segment } = await engine.aLiveSync();
    const limit = {
      ...{ connectionId: segment.id, name: "events" as const, subject: "" },
    };
    const request = { tokens: 50, perSecond: 100, burstSeconds: 0 };
    const { pool } = engine.app.database();
    const before = await pool.query<{ at: Date }>("SELECT now() AS at");
    await Promise.all(
      Array.from({ length: 8 }, () => leaseTokens(limit, request)),
    );
    // Each lease is half a second long, and none may begin before the one before it ends.
    const { rows } = await pool.query<{ seconds: number }>(
      "SELECT extract(epoch FROM next_at - $2)::float8 AS seconds FROM data.bucket WHERE connection_id = $1",
      [segment.id, before.rows[0]?.at],
    );
    expect(rows[0]?.seconds).toBeGreaterThanOrEqual(4);
  });
});

describe("a backfill", () => {
  const live = { isProbing: false, syncRate: null, isBackfill: false };
  const limits = { requests: null, events: 1_000 };

  it("is told when live traffic has to wait for a limit", async () => {
    const { segment } = await engine.aLiveSync();
    const gate = engine.app.gateTo(segment.id, limits);
    await Promise.all(Array.from({ length: 5 }, () => gate.admit(300, live)));
    await vi.waitUntil(async () => {
      const { crowdedAtMs } = await readFlow(segment.id);
      return crowdedAtMs !== null;
    }, 10_000);
  });

  /** As if live traffic waited for a limit of the connection; ends it. */
  async function crowd(connectionId: string) {
    const mark = () =>
      engine.app.database().pool.query(
        `INSERT INTO data.flow (connection_id, crowded_at) VALUES ($1, now())
           ON CONFLICT (connection_id) DO UPDATE SET crowded_at = now()`,
        [connectionId],
      );
    await mark();
    const crowding = setInterval(() => void mark(), 100);
    return () => {
      clearInterval(crowding);
    };
  }

  it("stands back meanwhile, and goes on afterwards", async () => {
    const { segment } = await engine.aLiveSync();
    const gate = engine.app.gateTo(segment.id, limits);
    const uncrowd = await crowd(segment.id);
    let isAdmitted = false;
    const admitted = gate.admit(1, { ...live, isBackfill: true }).then(() => {
      isAdmitted = true;
    });
    await gate.admit(1, live);
    await sleep(1_500);
    expect(isAdmitted).toBe(false);
    uncrowd();
    await admitted;
  });

  it("is what a replay left pending as well", async () => {
    const { syncId, key, segment } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.work(syncId);
    const body = { from: "2026-01-01T00:00:00Z", anew: true };
    const input = { syncId, body };
    const run = await engine.app.replayRange({ ctx: engine.ctx, input });
    await engine.setFault({ kind: "status", status: 503 });
    await engine.workReplay(run.id);
    await engine.setFault({ kind: "none" });
    await engine.passTime(120);
    const uncrowd = await crowd(segment.id);
    const resent = engine.work(syncId);
    await sleep(1_500);
    expect(await engine.received()).toHaveLength(1);
    uncrowd();
    await resent;
    expect(await engine.received()).toHaveLength(2);
  });
});

describe("a clock that stands elsewhere", () => {
  it("makes no wait longer: the database's own tells when it is over", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    await engine.app
      .database()
      .pool.query(
        "UPDATE syncs SET waiting_reason = 'down', waiting_until = now() - interval '1 second' WHERE id = $1",
        [syncId],
      );
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 4 * 60_000 });
    try {
      expect(await engine.work(syncId)).toBe("idle");
    } finally {
      vi.useRealTimers();
    }
    expect(await engine.ledgersOf(syncId)).toMatchObject({ delivered: 1 });
  });

  it("makes no pause that a destination asked for longer, nor a wait of a record by itself", async () => {
    const { syncId, key, segment } = await engine.aLiveSync();
    const { pool } = engine.app.database();
    await engine.setFault({
      ...{ kind: "status", status: 429, retryAfter: 60, count: 1 },
    });
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    expect(await engine.work(syncId)).toBe("wait");
    // As if PostgreSQL's clock had been set back by an hour.
    await engine.passTime(-3_600);
    await pool.query(
      "UPDATE data.pending SET next_at = now() + interval '1 hour' WHERE sync_id = $1",
      [syncId],
    );
    const { pausedUntilMs } = await readFlow(segment.id);
    expect(pausedUntilMs).toBeNull();
    expect(await engine.work(syncId)).toBe("idle");
    expect(await engine.ledgersOf(syncId)).toMatchObject({ delivered: 1 });
  });

  it("is seen by the sweep: it wakes what waits longer than anything does, since the clock was set back", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(1)]));
    const send = vi.spyOn(inngest, "send").mockResolvedValue({ ids: [] });
    const isWoken = async (waits: string) => {
      await engine.app
        .database()
        .pool.query(
          "UPDATE syncs SET waiting_reason = 'down', waiting_until = now() + $2::interval WHERE id = $1",
          [syncId, waits],
        );
      send.mockClear();
      await engine.app.sweepSyncs();
      // Other tests' syncs may be woken as well.
      return send.mock.calls.flat().some((events) => {
        return JSON.stringify(events).includes(syncId);
      });
    };
    expect(await isWoken("1 minute")).toBe(false);
    expect(await isWoken("3 hours")).toBe(true);
    const { workspaceId } = engine.ctx;
    expect(send.mock.calls.flat(2)).toContainEqual(
      expect.objectContaining({ data: { syncId, workspaceId } }),
    );
    send.mockRestore();
  });
});

describe("a limit that answers 429 tell of", () => {
  it("is kept with surprises that are partly forgotten", async () => {
    const { segment } = await engine.aLiveSync();
    const { pool } = engine.app.database();
    const throttle = {
      ...{ askedSeconds: null, takenPerSecond: { requests: 20, events: 900 } },
      ...{ takenShare: 0.8, takenShareLong: 0.9, requestsPerSecond: 20 },
    };
    await engine.app.recordThrottle(segment.id, throttle);
    await pool.query(
      "UPDATE data.bucket SET surprises = 3, regain_seconds = 8, cut_at = now() - interval '10 seconds' WHERE connection_id = $1",
      [segment.id],
    );
    await engine.app.recordThrottle(segment.id, throttle);
    const { requests } = (await readFlow(segment.id)).found;
    expect(requests?.surprises).toBeGreaterThan(2);
    expect(requests?.surprises).toBeLessThan(3);
  });
});
