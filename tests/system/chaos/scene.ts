import { findFreePort } from "../../../local/ports";
import { createRandom, type Random } from "../../../local/sandbox/random";
import { createApi } from "../api";
import { prepareSluice, type RunningSluice } from "../running-sluice";
import type { LiveSync } from "./books";
import { createClock, type Clock } from "./clock";
import { startCutter, type Cutter } from "./cutter";
import { mountSmallDisk, type SmallDisk } from "./disk";
import { createPopulation, type Population, type SyncPlan } from "./population";
import { connectDestination, connectSource, publishSync } from "./setup";
import { createTally, type Tally } from "./tally";
import { startTap, type Tap } from "./tap";
import { createWitness, type Witness } from "./witness";

const LANES = 8;
const EVENTS_PER_PERSON = 25;
/** Of all events; the rest comes from the second source. */
const FIRST_SOURCE_SHARE = 0.6;

const PLANS: (SyncPlan & { destination: "first" | "second" })[] = [
  {
    name: "sign-ups",
    source: "heap-a",
    events: "all but noise",
    destination: "first",
  },
  {
    name: "purchases",
    source: "heap-a",
    events: "purchases",
    destination: "second",
  },
  {
    name: "others",
    source: "heap-b",
    events: "all but noise",
    destination: "second",
  },
];

export type SceneOptions = {
  seed: number;
  events: number;
  /** One event in so many is refused by the destination. */
  poisonEvery: number;
  /** Of the disk that is to be full once. */
  diskMegabytes: number;
  /** How long a silent answer is waited for until the network gives the connection up. */
  silenceMsMax: number;
};

type Tallies = Record<
  "kills" | "cuts" | "answers" | "ingest" | "counts",
  Tally
>;

/** Everything that a chaos test plays with, up and running, and nothing broken yet. */
export type Scene = {
  sluice: RunningSluice;
  clock: Clock;
  /** Or why there is none to fill. */
  disk: SmallDisk | string;
  cutter: Cutter;
  taps: { first: Tap; second: Tap };
  witness: Witness;
  sources: { population: Population; ingestUrl: string }[];
  syncs: LiveSync[];
  tallies: Tallies;
  random(purpose: number): Random;
  close(): Promise<void>;
};

export async function openScene(options: SceneOptions): Promise<Scene> {
  const random = (purpose: number) =>
    createRandom(options.seed * 100 + purpose);
  const tallies = createTallies();
  const populations = createPopulations(options);
  const clock = await createClock();
  const disk = mountSmallDisk(options.diskMegabytes);
  const ports = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ]);
  const allowed = ports.slice(0, 2).map((port) => `127.0.0.1:${port}`);
  const sluice = await prepareSluice(
    { ...clock.environment, OUTBOUND_ALLOW: allowed.join(",") },
    typeof disk === "string" ? null : disk.folder,
  );
  const watched = PLANS.map((plan) => ({
    plan,
    population: populationOf(populations, plan),
  }));
  const witness = createWitness(watched);
  const tapAt = (port: number, purpose: number) =>
    startTap({
      ...{
        port,
        witness,
        upstream: sluice.sandboxUrl,
        random: random(purpose),
      },
      ...{
        silenceMsMax: options.silenceMsMax,
        answers: tallies.answers,
        cuts: tallies.cuts,
      },
    });
  const taps = {
    first: await tapAt(ports[0], 1),
    second: await tapAt(ports[1], 2),
  };
  const cutter = await startCutter({
    ...{ port: ports[2], targetPort: Number(new URL(sluice.url).port) },
    ...{ random: random(3), cuts: tallies.cuts },
  });
  const close = async () => {
    await Promise.all([
      taps.first.close(),
      taps.second.close(),
      cutter.close(),
    ]);
    await sluice.remove();
    if (typeof disk !== "string") await disk.remove();
    await clock.remove();
  };
  try {
    await sluice.start();
    const { sources, syncs } = await connect(sluice, cutter, taps, populations);
    return {
      sluice,
      clock,
      disk,
      cutter,
      taps,
      witness,
      sources,
      syncs,
      tallies,
      random,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function createTallies(): Tallies {
  const [kills, cuts, answers, ingest, counts] = [
    createTally(),
    createTally(),
    createTally(),
    createTally(),
    createTally(),
  ];
  return { kills, cuts, answers, ingest, counts };
}

function createPopulations({
  seed,
  events,
  poisonEvery,
}: SceneOptions): Population[] {
  const first = Math.round(events * FIRST_SOURCE_SHARE);
  return [first, events - first].map((total, index) =>
    createPopulation({
      ...{ name: index === 0 ? "heap-a" : "heap-b", total, lanes: LANES },
      peoplePerLane: Math.ceil(total / LANES / EVENTS_PER_PERSON),
      ...{ poisonEvery, seed: seed + index },
    }),
  );
}

function populationOf(
  populations: Population[],
  { source }: SyncPlan,
): Population {
  const found = populations.find(({ name }) => name === source);
  if (found === undefined) throw new Error(`There is no source ${source}`);
  return found;
}

async function connect(
  sluice: RunningSluice,
  cutter: Cutter,
  taps: Scene["taps"],
  populations: Population[],
) {
  const api = createApi(sluice);
  await connectDestination(api, "first", taps.first);
  await connectDestination(api, "second", taps.second);
  const sources: Scene["sources"] = [];
  for (const population of populations) {
    const url = new URL(await connectSource(api, population.name));
    url.port = String(cutter.port);
    url.hostname = "127.0.0.1";
    sources.push({ population, ingestUrl: url.href });
  }
  const syncs: LiveSync[] = [];
  for (const { destination, ...plan } of PLANS) {
    const id = await publishSync(api, plan, destination);
    syncs.push({ id, plan, population: populationOf(populations, plan) });
  }
  return { sources, syncs };
}
