import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "../../local/ports";
import { createApi, heapEvents, postPatiently, type Ledger } from "./api";
import { prepareSluice, type RunningSluice } from "./running-sluice";

const REQUESTS = 20;
const EVENTS = 10_000;
const TRIES_MAX = 900;
const ALL_DELIVERED: Ledger = {
  ...{ read: EVENTS, delivered: EVENTS },
  ...{ filtered: 0, invalid: 0, rejected: 0, pending: 0 },
};

let sluice: RunningSluice;
let api: ReturnType<typeof createApi>;

beforeAll(async () => {
  sluice = await prepareSluice();
  await sluice.start();
  api = createApi(sluice);
});

afterAll(async () => {
  await sluice.remove();
});

async function untilLedger(
  syncId: string,
  isDone: (ledger: Ledger) => boolean,
): Promise<Ledger> {
  for (let tries = 0; ; tries += 1) {
    // While the database is away the API answers 500.
    const ledger = await api.ledger(syncId).catch((error: unknown) => {
      if (tries === TRIES_MAX) throw error;
      return null;
    });
    if (ledger !== null && (isDone(ledger) || tries === TRIES_MAX))
      return ledger;
    await sleep(100);
  }
}

describe("npm start", () => {
  it("answers on its health route that records can flow", async () => {
    const response = await fetch(`${sluice.url}/api/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ok",
      checks: { database: "ok", inngest: "ok", worker: "ok" },
    });
  });

  it("serves /api/inngest in the worker alone", async () => {
    for (const method of ["GET", "POST", "PUT"]) {
      expect(
        (await fetch(`${sluice.url}/api/inngest`, { method })).status,
      ).toBe(404);
    }
  });

  it("brings 10,000 events in 20 requests to Segment, each once", async () => {
    const { syncId, ingestUrl } = await api.install("plain");
    const before = await api.stats();
    const posts = Array.from({ length: REQUESTS }, (_, index) => {
      const events = heapEvents((index * EVENTS) / REQUESTS, EVENTS / REQUESTS);
      return postPatiently(ingestUrl, JSON.stringify(events));
    });
    await Promise.all(posts);
    const ledger = await untilLedger(
      syncId,
      ({ delivered }) => delivered >= EVENTS,
    );
    expect(ledger).toEqual(ALL_DELIVERED);
    const after = await api.stats();
    expect(after.distinctIds - before.distinctIds).toBe(EVENTS);
    expect(after.duplicates).toBe(before.duplicates);
  });

  it("explains 200 bad events among 1,000 and delivers the others", async () => {
    const { syncId, ingestUrl } = await api.install("bad");
    const lines = heapEvents(0, 1_000).map((event, index) => {
      if (index % 5 !== 0) return JSON.stringify(event);
      const bad = [
        JSON.stringify({ ...event, identity: undefined }),
        JSON.stringify({ ...event, properties: { big: "x".repeat(40_000) } }),
        JSON.stringify({ ...event, properties: "no object" }),
        '{"event":"Broken',
      ];
      return bad[(index / 5) % 4] ?? "";
    });
    await postPatiently(
      ingestUrl,
      lines.slice(0, 500).join("\n"),
      "application/x-ndjson",
    );
    await postPatiently(
      ingestUrl,
      lines.slice(500).join("\n"),
      "application/x-ndjson",
    );
    const ledger = await untilLedger(
      syncId,
      ({ read, pending }) => read >= 900 && pending === 0,
    );
    expect(ledger).toMatchObject({
      read: 900,
      delivered: 800,
      invalid: 100,
      rejected: 0,
    });
    expect((await api.stats()).dropped).toEqual({});
    const letters = (await api.call("GET", "/dead-letters?limit=200")) as {
      data: { code: string }[];
    };
    expect(
      letters.data.filter(({ code }) => code === "malformed"),
    ).toHaveLength(100);
    expect(
      letters.data.filter(({ code }) => code !== "malformed"),
    ).toHaveLength(100);
  });

  it("loses nothing and doubles nothing when every process is killed twice in the middle", async () => {
    const { syncId, ingestUrl } = await api.install("killed");
    const before = await api.stats();
    const posting = (async () => {
      for (let index = 0; index < REQUESTS; index += 1) {
        await postPatiently(
          ingestUrl,
          JSON.stringify(
            heapEvents((index * EVENTS) / REQUESTS, EVENTS / REQUESTS),
          ),
        );
      }
    })();
    for (let kills = 0; kills < 2; kills += 1) {
      await untilLedger(syncId, ({ read }) => read > kills * 3_000);
      await sluice.killAll();
      await sluice.start();
    }
    await posting;
    const ledger = await untilLedger(
      syncId,
      ({ delivered }) => delivered >= EVENTS,
    );
    expect(ledger).toEqual(ALL_DELIVERED);
    expect((await api.stats()).distinctIds - before.distinctIds).toBe(EVENTS);
  });

  it("loses nothing when PostgreSQL alone is killed in the middle, and starts it again", async () => {
    const { syncId, ingestUrl } = await api.install("database");
    const before = await api.stats();
    const posting = (async () => {
      for (let index = 0; index < REQUESTS; index += 1) {
        const from = (index * EVENTS) / REQUESTS;
        const events = heapEvents(from, EVENTS / REQUESTS);
        await postPatiently(ingestUrl, JSON.stringify(events));
      }
    })();
    await untilLedger(syncId, ({ read }) => read > 1_000);
    sluice.killPostgres();
    await posting;
    const ledger = await untilLedger(
      syncId,
      ({ delivered }) => delivered >= EVENTS,
    );
    expect(ledger).toMatchObject({ read: EVENTS, delivered: EVENTS });
    expect((await api.stats()).distinctIds - before.distinctIds).toBe(EVENTS);
    expect(sluice.output()).toContain("PostgreSQL ended; starting it again.");
  });

  it("refuses a second start on the same folder, and says so", async () => {
    const second = await prepareSluice({
      DATA_DIR: sluice.dataDir,
      PORT: String(await findFreePort()),
    });
    await expect(second.start()).rejects.toThrow(
      "runs with this DATA_DIR already",
    );
  });

  it("names a port that is taken, a bad value and a database that can't be reached", async () => {
    const attempts: [Record<string, string>, string][] = [
      [
        { PORT: new URL(sluice.url).port },
        `Port ${new URL(sluice.url).port} is taken; set PORT to another one.`,
      ],
      [
        { SANDBOX: "yes", RETENTION_DAYS: "soon" },
        "SANDBOX must be 0 or 1; RETENTION_DAYS must be a number of days",
      ],
      [{ DATA_DIR: "/proc/nowhere" }, "DATA_DIR can't be written"],
      [
        {
          DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
          CREDENTIALS_KEY: Buffer.alloc(32).toString("base64"),
          NEXTAUTH_SECRET: "0123456789abcdef",
        },
        "DATABASE_URL can't be reached",
      ],
    ];
    for (const [environment, message] of attempts) {
      const attempt = await prepareSluice(environment);
      await expect(attempt.start()).rejects.toThrow(message);
      expect(attempt.exitCode(), message).toBe(1);
      await attempt.remove();
    }
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "stops on %s with code 0 and leaves nothing running",
    async (signal) => {
      if (sluice.leftovers().length === 0) await sluice.start();
      const startedAt = Date.now();
      expect(await sluice.stop(signal)).toBe(0);
      expect(Date.now() - startedAt).toBeLessThan(10_000);
      await sleep(200);
      expect(sluice.leftovers()).toEqual([]);
    },
  );
});
