import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

const RECORDS = 12_000;
const PEOPLE = 100;

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

describe("a step that works a backlog", () => {
  it("reads ahead without a gap, and sends each person's records in their order", async () => {
    const { syncId } = await aBacklog();
    const { next, read } = await engine.app.runChunk(syncId);
    expect(read).toBeGreaterThan(5_000);
    if (next === "more") await engine.work(syncId);
    expect(await engine.ledgersOf(syncId)).toMatchObject(allDelivered);
    const chunks = await chunksOf(syncId);
    expect(chunks.length).toBeGreaterThan(2);
    for (const [index, chunk] of chunks.entries())
      expect(chunk.from).toBe(chunks[index - 1]?.to ?? chunk.from);
    expect(await lastOfEachPerson()).toEqual(
      Array.from({ length: PEOPLE }, (_, person) => RECORDS - PEOPLE + person),
    );
  });

  it("books nothing that it read ahead once another has taken over", async () => {
    const { syncId } = await aBacklog();
    const results = await Promise.all([
      engine.app.runChunk(syncId),
      untilBooked(syncId).then(() => engine.app.runChunk(syncId)),
    ]);
    expect(results.map(({ next }) => next)).toContain("stop");
    await engine.work(syncId);
    expect(await engine.ledgersOf(syncId)).toMatchObject(allDelivered);
    const { distinctIds } = await engine.segmentStats();
    expect(distinctIds).toBe(RECORDS);
  });
});

describe("a step that works what trickles in", () => {
  it("lets it gather for a moment between chunks", async () => {
    const { syncId, key } = await engine.aLiveSync();
    await engine.ingest(key, JSON.stringify([anEvent(0)]));
    let isWorking = true;
    const trickle = async () => {
      for (let at = 1; at < 30 && isWorking; at += 1)
        await engine.ingest(key, JSON.stringify([anEvent(at)]));
    };
    const [{ read }] = await Promise.all([
      engine.app.runChunk(syncId).finally(() => (isWorking = false)),
      trickle(),
    ]);
    expect(read).toBeGreaterThan(1);
    const gapsMs = await gapsOf(syncId);
    expect(gapsMs.length).toBeGreaterThan(0);
    // Timers may fire a millisecond early, and times are cut to milliseconds.
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(48);
  });
});

const allDelivered = { read: RECORDS, delivered: RECORDS, pending: 0 };

async function aBacklog() {
  const { syncId, key } = await engine.aLiveSync();
  for (let from = 0; from < RECORDS; from += 2_000) {
    const events = Array.from({ length: 2_000 }, (_, at) =>
      anEvent(from + at, {
        identity: `user-${(from + at) % PEOPLE}@acme.io`,
        properties: { number: from + at },
      }),
    );
    await engine.ingest(key, JSON.stringify(events));
  }
  return { syncId };
}

async function chunksOf(syncId: string) {
  const { rows } = await engine.app
    .database()
    .pool.query<{ from: string; to: string }>(
      `SELECT from_position AS from, to_position AS to FROM chunks JOIN runs ON runs.id = run_id
       WHERE sync_id = $1 AND chunks.read > 0 ORDER BY from_position`,
      [syncId],
    );
  return rows;
}

/** Between the beginnings of a sync's chunks, in milliseconds. */
async function gapsOf(syncId: string): Promise<number[]> {
  const { rows } = await engine.app
    .database()
    .pool.query<{ started_at: Date }>(
      "SELECT chunks.started_at FROM chunks JOIN runs ON runs.id = run_id WHERE sync_id = $1 ORDER BY 1",
      [syncId],
    );
  const times = rows.map(({ started_at: startedAt }) => startedAt.getTime());
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

async function untilBooked(syncId: string) {
  while ((await chunksOf(syncId)).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The number that came last of each person, as far back as the look-alike remembers. */
async function lastOfEachPerson() {
  const last = new Map<unknown, number>();
  for (const { userId, properties } of await engine.received())
    last.set(userId, (properties as { number: number }).number);
  return [...last.values()].sort((a, b) => a - b);
}
