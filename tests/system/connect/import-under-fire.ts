import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { createApi, type Ledger } from "../api";
import { prepareSluice, type RunningSluice } from "../running-sluice";

const LOOK_MS = 500;
const FIXED = ["users", "user_migrations"];

const WithId = z.object({ id: z.string() });
const Dump = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.number() })),
});
const Connect = z.object({
  state: z.string(),
  problems: z.array(z.unknown()),
  tables: z.array(
    z.object({ name: z.string(), kind: z.string(), guess: z.string() }),
  ),
});

export type ImportOptions = {
  users: number;
  events: number;
  partRows: number;
  /** So often the worker is killed, spread over the import. */
  kills: number;
  msMax: number;
  log: (text: string) => void;
};

export type ImportOutcome = {
  /** Rows of events that the dump holds. */
  rows: number;
  ledger: Ledger;
  distinctIds: number;
  kills: number;
  workerMbMost: number;
  seconds: number;
};

/**
 * Brings a dump of Heap Connect from S3 to Segment as `npm start` runs it, with
 * the worker killed on the way, and answers what came of it.
 */
export async function importUnderFire(
  options: ImportOptions,
): Promise<ImportOutcome> {
  const sluice = await prepareSluice();
  try {
    await sluice.start();
    return await bring(sluice, options);
  } finally {
    await sluice.remove();
  }
}

async function bring(
  sluice: RunningSluice,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const api = createApi(sluice);
  const rows = await writeDump(sluice, options);
  options.log(`the dump holds ${rows} rows of events`);
  const { heapId, syncId } = await connect(api);
  await nameTables(api, heapId);
  const startedAt = performance.now();
  const watched = await watch(sluice, options, async () => {
    const ledger = await api.ledger(syncId);
    options.log(`${ledger.read} read, ${ledger.delivered} delivered`);
    return ledger.delivered / rows;
  });
  const { distinctIds } = await api.stats();
  const ledger = await api.ledger(syncId);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { ...watched, rows, ledger, distinctIds, seconds };
}

async function writeDump(
  sluice: RunningSluice,
  { users, events, partRows }: ImportOptions,
): Promise<number> {
  const response = await fetch(`${sluice.sandboxUrl}/_control/connect`, {
    method: "POST",
    body: JSON.stringify({ kind: "full", users, events, partRows }),
  });
  const { tables } = Dump.parse(await response.json());
  return tables
    .filter(({ name }) => !FIXED.includes(name))
    .reduce((sum, table) => sum + table.rows, 0);
}

type Api = ReturnType<typeof createApi>;

async function connect(api: Api) {
  const heap = WithId.parse(
    await api.call("POST", "/connections", {
      ...{ name: "heap", kind: "heap" },
      settings: {
        ...{ appId: "11", region: "sandbox" },
        connect: { bucket: "heap-rs3-sandbox", region: "us-east-1" },
      },
      credentials: {
        s3: { accessKeyId: "sandbox", secretAccessKey: "sandbox-secret" },
      },
    }),
  );
  const segment = WithId.parse(
    await api.call("POST", "/connections", {
      ...{ name: "segment", kind: "segment" },
      settings: { region: "sandbox" },
      credentials: { writeKey: "w".repeat(32) },
    }),
  );
  const { sync } = z.object({ sync: WithId }).parse(
    await api.call("POST", "/templates/heap-event-to-segment-track/install", {
      connections: { heap: heap.id, segment: segment.id },
      answers: { event: null, segmentEvent: null },
      publish: true,
    }),
  );
  return { heapId: heap.id, syncId: sync.id };
}

/** Looks for the dump, and has all its tables read under the names that are guessed. */
async function nameTables(api: Api, heapId: string): Promise<void> {
  const path = `/connections/${heapId}/connect`;
  await api.call("POST", `${path}/start`);
  for (;;) {
    const { tables } = Connect.parse(await api.call("GET", path));
    const ofEvents = tables.filter(({ name }) => !FIXED.includes(name));
    if (ofEvents.length > 0) {
      await api.call("PATCH", `${path}/tables`, {
        tables: ofEvents.map(({ name, guess }) => ({
          ...{ name, event: guess, isIncluded: true },
        })),
      });
      return;
    }
    await sleep(LOOK_MS);
  }
}

/** Kills the worker at even shares of the way, until all is delivered. */
async function watch(
  sluice: RunningSluice,
  { kills, msMax, log }: ImportOptions,
  shareDone: () => Promise<number>,
): Promise<{ kills: number; workerMbMost: number }> {
  const deadline = performance.now() + msMax;
  let killed = 0;
  let workerMbMost = 0;
  while (performance.now() < deadline) {
    workerMbMost = Math.max(workerMbMost, sluice.residentMb("worker") ?? 0);
    const share = await shareDone();
    if (share >= 1) break;
    if (killed < kills && share > killed / kills && sluice.kill("worker")) {
      killed += 1;
      log(`kill -9 worker at ${Math.round(share * 100)} %`);
    }
    await sleep(LOOK_MS);
  }
  return { kills: killed, workerMbMost };
}
