import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApi, heapEvents, postPatiently } from "./api";
import { end, residentMegabytes, startCluster, type Cluster } from "./cluster";

const SIZE = 3;
const SYNCS = 6;
const REQUESTS = 36;
const EVENTS_A_REQUEST = 100;
const EVENTS_A_SYNC = REQUESTS * EVENTS_A_REQUEST;

let cluster: Cluster;
let api: ReturnType<typeof createApi>;
let connectionsMax = 0;
let watch: NodeJS.Timeout;
let pool: pg.Pool;

beforeAll(async () => {
  cluster = await startCluster(SIZE);
  api = createApi(cluster);
  pool = new pg.Pool({ connectionString: cluster.databaseUrl, max: 1 });
  pool.on("error", () => undefined);
  watch = setInterval(() => void countConnections(), 500);
});

afterAll(async () => {
  clearInterval(watch);
  await pool.end();
  await cluster.close();
});

async function countConnections(): Promise<void> {
  const { rows } = await pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend'",
  );
  connectionsMax = Math.max(connectionsMax, rows[0]?.n ?? 0);
}

/** Posts a part of every sync's records, a request of each in turn. */
async function post(urls: string[], from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1) {
    const events = heapEvents(index * EVENTS_A_REQUEST, EVENTS_A_REQUEST);
    const body = JSON.stringify(events);
    await Promise.all(urls.map((url) => postPatiently(url, body)));
  }
}

async function untilDelivered(syncIds: string[], each: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (const syncId of syncIds) {
    while ((await api.ledger(syncId)).delivered < each) {
      if (Date.now() > deadline) throw new Error(`${syncId} is behind`);
      await sleep(100);
    }
  }
}

it("gives with three web and three worker processes what one of each gives, one worker restarted and one killed", async () => {
  const syncs: { syncId: string; ingestUrl: string }[] = [];
  for (let index = 0; index < SYNCS; index += 1)
    syncs.push(await api.install(`cluster-${index}`));
  const urls = syncs.map(({ ingestUrl }) => ingestUrl);
  const syncIds = syncs.map(({ syncId }) => syncId);
  const [restarted, killed] = cluster.workers;
  if (restarted === undefined || killed === undefined) throw new Error("few");

  const firstPart = post(urls, 0, REQUESTS / 2);
  await untilDelivered(syncIds.slice(0, 1), EVENTS_A_SYNC / 10);
  const stopMs = await end(restarted, "SIGTERM");
  cluster.restart(restarted);
  await firstPart;
  await untilDelivered(syncIds, EVENTS_A_SYNC / 2);
  // Who is asked to stop finishes what is in hand: nothing is sent again.
  expect((await api.stats()).duplicates).toBe(0);
  expect(stopMs).toBeLessThan(10_000);

  const secondPart = post(urls, REQUESTS / 2, REQUESTS);
  await untilDelivered(syncIds.slice(0, 1), EVENTS_A_SYNC * 0.6);
  await end(killed, "SIGKILL");
  cluster.restart(killed);
  await secondPart;
  await untilDelivered(syncIds, EVENTS_A_SYNC);

  for (const syncId of syncIds) {
    expect(await api.ledger(syncId)).toEqual({
      ...{ read: EVENTS_A_SYNC, delivered: EVENTS_A_SYNC },
      ...{ filtered: 0, invalid: 0, rejected: 0, pending: 0 },
    });
  }
  const { distinctIds, duplicates } = await api.stats();
  expect(distinctIds).toBe(SYNCS * EVENTS_A_SYNC);
  const shares = cluster.workerBalancer.answered("fnId=sluice-run-sync");
  for (const share of shares) expect(share).toBeGreaterThan(0);
  await countConnections();
  expect(connectionsMax).toBeLessThan(110);
  const megabytes = residentMegabytes([...cluster.web, ...cluster.workers]);
  console.log(
    `run-sync calls by worker: ${shares.join(", ")}; sent again after the kill: ${duplicates}; ` +
      `stopped in ${stopMs} ms; connections at most ${connectionsMax}; six processes hold ${megabytes ?? "?"} MB`,
  );
});
