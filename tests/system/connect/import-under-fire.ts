import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { defaultMapping } from "../../../lib/sync/actions/fitting";
import { differences, isOfEvents } from "../../connect/differences";
import { openBucket } from "../../connect/read-bucket";
import { createApi, type Ledger } from "../api";
import { prepareSluice, type RunningSluice } from "../running-sluice";

const LOOK_MS = 500;
const BUCKET = "heap-rs3-sandbox";
const APP_ID = "11";

const WithId = z.object({ id: z.string() });
const Dump = z.object({
  dumpId: z.number(),
  tables: z.array(
    z.object({ name: z.string(), rows: z.number(), incremental: z.boolean() }),
  ),
});
type Dump = z.infer<typeof Dump>;
const Connect = z.object({
  tables: z.array(z.object({ name: z.string(), guess: z.string() })),
});

export type ImportOptions = {
  users: number;
  events: number;
  partRows: number;
  /** So often the worker is killed, spread over the first import. */
  kills: number;
  /** What a second dump changes. */
  second: { changedShare: number; merges: number; rebuild: string[] };
  msMax: number;
  log: (text: string) => void;
};

/** How many calls went to Segment, by what they were made of. */
type Sent = { events: number; users: number; merges: number };

export type ImportOutcome = {
  /** What the dumps hold, told by nothing but their files. */
  expected: { first: Sent; second: Sent };
  ledgers: {
    first: Record<keyof Sent, Ledger>;
    second: Record<keyof Sent, Ledger>;
  };
  /** Message ids at Segment, after each dump. */
  distinctIds: { first: number; second: number };
  kills: number;
  workerMbMost: number;
  seconds: number;
};

/**
 * Brings a dump of Heap Connect from S3 to Segment as `npm start` runs it, with
 * the worker killed on the way, then a second one, and answers what came of both.
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
  const { users, events, partRows } = options;
  const request = { kind: "full", users, events, partRows };
  const dump = await writeDump(sluice, request);
  const first = wholeOf(dump);
  options.log(`the first dump: ${JSON.stringify(first)}`);
  const { heapId, syncs } = await connect(api);
  await nameTables(api, heapId);
  const scene = { sluice, api, syncs };
  const startedAt = performance.now();
  const fire = await watch(scene, first, options);
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await read(scene);
  const later = await bringSecond(scene, { heapId, dump, first }, options);
  return {
    expected: { first, second: later.expected },
    ledgers: { first: after.ledgers, second: later.ledgers },
    distinctIds: { first: after.distinctIds, second: later.distinctIds },
    ...{ ...fire, seconds },
  };
}

type Scene = { sluice: RunningSluice; api: Api; syncs: Syncs };

async function bringSecond(
  scene: Scene,
  { heapId, dump, first }: { heapId: string; dump: Dump; first: Sent },
  options: ImportOptions,
) {
  const { sluice, api } = scene;
  const request = { kind: "incremental", ...options.second };
  const second = await writeDump(sluice, request);
  const bucket = openBucket(sluice.sandboxUrl, BUCKET);
  const found = await differences(bucket, dump, second);
  const expected: Sent = {
    events: found.events.length,
    users: found.users.length,
    merges: found.merges.length,
  };
  options.log(`the second dump: ${JSON.stringify(expected)}`);
  await api.call("POST", `/connections/${heapId}/connect/start`);
  await watch(scene, plus(first, expected), { ...options, kills: 0 });
  return { expected, ...(await read(scene)) };
}

const wholeOf = (dump: Dump): Sent => ({
  events: rowsOf(dump, isOfEvents),
  users: rowsOf(dump, ({ name }) => name === "users"),
  merges: 0,
});

const rowsOf = (
  { tables }: Dump,
  isWanted: (table: { name: string }) => boolean,
) => tables.filter(isWanted).reduce((sum, { rows }) => sum + rows, 0);

const plus = (a: Sent, b: Sent): Sent => ({
  events: a.events + b.events,
  users: a.users + b.users,
  merges: a.merges + b.merges,
});

async function writeDump(
  { sandboxUrl }: RunningSluice,
  request: object,
): Promise<Dump> {
  const response = await fetch(`${sandboxUrl}/_control/connect`, {
    ...{ method: "POST", body: JSON.stringify(request) },
  });
  return Dump.parse(await response.json());
}

type Api = ReturnType<typeof createApi>;
type Syncs = Record<keyof Sent, string>;

async function connect(api: Api): Promise<{ heapId: string; syncs: Syncs }> {
  const heap = WithId.parse(
    await api.call("POST", "/connections", {
      ...{ name: "heap", kind: "heap" },
      settings: {
        ...{ appId: APP_ID, region: "sandbox" },
        connect: { bucket: BUCKET, region: "us-east-1" },
      },
      credentials: {
        s3: { accessKeyId: "sandbox", secretAccessKey: "sandbox-secret" },
      },
    }),
  );
  await api.call("POST", "/connections", {
    ...{ name: "segment", kind: "segment" },
    settings: { region: "sandbox" },
    credentials: { writeKey: "w".repeat(32) },
  });
  const { sync } = z
    .object({ sync: WithId })
    .parse(
      await api.call(
        ...([
          "POST",
          "/templates/heap-connect-events-to-segment-track/install",
        ] as const),
        { connections: { heap: "heap", segment: "segment" }, publish: true },
      ),
    );
  const users = await aSync(api, "users", "segment.identify");
  const merges = await aSync(api, "merges", "segment.alias");
  return { heapId: heap.id, syncs: { events: sync.id, users, merges } };
}

async function aSync(
  api: Api,
  stream: "users" | "merges",
  action: "segment.identify" | "segment.alias",
): Promise<string> {
  const { id } = WithId.parse(
    await api.call("POST", "/syncs", {
      name: stream,
      source: { connection: "heap", stream },
      destination: { connection: "segment", action },
      mapping: defaultMapping(stream, action, APP_ID),
    }),
  );
  await api.call("POST", `/syncs/${id}/publish`);
  return id;
}

/** Looks for the dump, and has all its tables read under the names that are guessed. */
async function nameTables(api: Api, heapId: string): Promise<void> {
  const path = `/connections/${heapId}/connect`;
  await api.call("POST", `${path}/start`);
  for (;;) {
    const { tables } = Connect.parse(await api.call("GET", path));
    const ofEvents = tables.filter(isOfEvents);
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

async function read({ api, syncs }: Scene) {
  const ledgers = {
    events: await api.ledger(syncs.events),
    users: await api.ledger(syncs.users),
    merges: await api.ledger(syncs.merges),
  };
  return { ledgers, distinctIds: (await api.stats()).distinctIds };
}

/** Kills the worker at even shares of the way, until all is delivered. */
async function watch(
  scene: Scene,
  expected: Sent,
  { kills, msMax, log }: ImportOptions,
): Promise<{ kills: number; workerMbMost: number }> {
  const deadline = performance.now() + msMax;
  const whole = expected.events + expected.users + expected.merges;
  let killed = 0;
  let workerMbMost = 0;
  while (performance.now() < deadline) {
    workerMbMost = Math.max(
      workerMbMost,
      scene.sluice.residentMb("worker") ?? 0,
    );
    const { events, users, merges } = (await read(scene)).ledgers;
    const share =
      (events.delivered + users.delivered + merges.delivered) / whole;
    log(`${Math.round(share * 100)} %, ${Math.round(workerMbMost)} MB`);
    if (share >= 1) break;
    if (
      killed < kills &&
      share > killed / kills &&
      scene.sluice.kill("worker")
    ) {
      killed += 1;
      log("kill -9 worker");
    }
    await sleep(LOOK_MS);
  }
  return { kills: killed, workerMbMost };
}
