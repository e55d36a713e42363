import { setTimeout as sleep } from "node:timers/promises";
import {
  auditDeadLetters,
  auditDestination,
  auditLedgers,
  destinationStats,
} from "./books";
import { queryEmbedded } from "./embedded-database";
import { keepFailing, liftFaults } from "./faults";
import { runMonkey } from "./monkey";
import { openScene, type Scene, type SceneOptions } from "./scene";
import { sendAll } from "./sender";
import type { Tally } from "./tally";

const POLL_MS = 500;
const STOP_MS_MAX = 10_000;

export type ChaosOptions = SceneOptions & {
  eventsPerSecond: number;
  /** Between two acts of destruction, on average. */
  everyMs: number;
  /** How much longer one waits for records to flow again. */
  standstillMsMax: number;
  deadMs: number;
  diskFullMs: number;
  /** The share of requests to Segment that are cut. */
  cutRate: number;
  /** The share of connections to the web process that are, each after many requests. */
  webCutRate: number;
  /** How long the backlog may take once nothing breaks any more. */
  drainMsMax: number;
  log: (text: string) => void;
};

export type ChaosResult = {
  problems: string[];
  table: string;
  /** What the supervisor and its processes wrote. */
  output: string;
};

/**
 * Sends a population through an installation while everything around it breaks,
 * lets it drain in peace, and accounts for every record.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const startedAt = performance.now();
  const log = (text: string) =>
    options.log(
      `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${text}`,
    );
  const scene = await openScene(options);
  try {
    log("ready");
    const problems = await sendUnderFire(scene, { ...options, log });
    const struck = faultShare(scene.tallies.answers);
    log("all sent and acknowledged; nothing breaks any more");
    const drainStartedAt = performance.now();
    const isDrained = await untilDrained(scene, options.drainMsMax);
    const drainMs = performance.now() - drainStartedAt;
    log(isDrained ? "drained" : "NOT drained");
    if (!isDrained)
      problems.push(`The backlog did not drain: ${await whyNot(scene)}`);
    problems.push(...(await audit(scene)));
    const table = await tableOf(scene, options, struck, drainMs);
    problems.push(...(await stopCleanly(scene)));
    return { problems, table, output: scene.sluice.output() };
  } finally {
    await scene.close();
  }
}

async function sendUnderFire(
  scene: Scene,
  options: ChaosOptions,
): Promise<string[]> {
  const { sluice, cutter, taps, tallies } = scene;
  const problems: string[] = [];
  const over = new AbortController();
  const failing = keepFailing(sluice.sandboxUrl, scene.random(4), over.signal);
  for (const tap of [taps.first, taps.second]) tap.setCutRate(options.cutRate);
  cutter.setCutRate(options.webCutRate);
  const monkey = runMonkey(
    {
      ...{ sluice, clock: scene.clock, disk: scene.disk, deadTap: taps.second },
      ...{ random: scene.random(5), kills: tallies.kills, log: options.log },
      answers: tallies.answers,
      ...{
        everyMs: options.everyMs,
        standstillMsMax: options.standstillMsMax,
        deadMs: options.deadMs,
        diskFullMs: options.diskFullMs,
      },
    },
    over.signal,
  );
  const shareOf = (total: number) =>
    (options.eventsPerSecond * total) / options.events;
  await Promise.all(
    scene.sources.map(({ population, ingestUrl }, index) =>
      sendAll({
        ...{ population, ingestUrl, seed: options.seed * 1_000 + index * 100 },
        eventsPerSecond: shareOf(population.total),
        ...{ counts: tallies.counts, answers: tallies.ingest },
        onProblem: (text) => problems.push(text),
      }),
    ),
  );
  options.log("all sent");
  over.abort();
  await Promise.all([monkey, failing]);
  for (const breaker of [cutter, taps.first, taps.second])
    breaker.setCutRate(0);
  await liftFaults(sluice.sandboxUrl);
  return problems;
}

/** Waits until every sync has read everything and nothing is pending. */
async function untilDrained(
  { sluice, syncs }: Scene,
  msMax: number,
): Promise<boolean> {
  const deadline = performance.now() + msMax;
  const expected = new Map(
    syncs.map(({ id, population }) => [id, population.total]),
  );
  while (performance.now() < deadline) {
    const rows = await queryEmbedded<{
      sync_id: string;
      read: number;
      pending: number;
    }>(
      sluice.dataDir,
      "SELECT sync_id, sum(read)::int AS read, sum(pending)::int AS pending FROM runs GROUP BY sync_id",
    ).catch(() => []);
    const done = rows.filter(
      ({ sync_id: id, read, pending }) =>
        pending === 0 && read >= (expected.get(id) ?? 0),
    );
    if (done.length === syncs.length) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** What each sync waits for, for whoever reads the failure. */
async function whyNot({ sluice }: Scene): Promise<string> {
  const rows = await queryEmbedded(
    sluice.dataDir,
    `SELECT s.name, s.status, s.waiting_reason, s.waiting_detail, s.waiting_until - now() AS waits, s.faults_in_row, c.has_news,
       (SELECT count(*)::int FROM data.pending p WHERE p.sync_id = s.id) AS pending
     FROM syncs s JOIN data.cursor c ON c.sync_id = s.id`,
  ).catch((error: unknown) => String(error));
  return JSON.stringify(rows);
}

async function audit({
  sluice,
  syncs,
  witness,
  sources,
  tallies,
}: Scene): Promise<string[]> {
  const total = sources.reduce(
    (sum, { population }) => sum + population.total,
    0,
  );
  const acknowledged = tallies.counts.of("acknowledged");
  return [
    ...(acknowledged === total
      ? []
      : [`${acknowledged} of ${total} events were acknowledged`]),
    ...(await auditLedgers(sluice.dataDir, syncs)),
    ...(await auditDeadLetters(sluice.dataDir, syncs)),
    ...(await auditDestination(sluice.sandboxUrl, witness)),
  ];
}

/** Whatever was killed, the supervisor still stands, and takes everything down with it. */
async function stopCleanly({ sluice }: Scene): Promise<string[]> {
  if (sluice.exitCode() !== null) return ["The supervisor has given up"];
  const startedAt = performance.now();
  const code = await sluice.stop("SIGTERM");
  const tookMs = performance.now() - startedAt;
  await sleep(200);
  const left = sluice.leftovers();
  return [
    ...(code === 0 ? [] : [`The supervisor ended with code ${code}`]),
    ...(tookMs < STOP_MS_MAX ? [] : [`Stopping took ${Math.round(tookMs)} ms`]),
    ...(left.length === 0 ? [] : [`Left running: ${left.join(", ")}`]),
  ];
}

/** Of the requests that reached the sandbox. */
function faultShare(answers: Tally): string {
  const struck = answers.sum(/fault|malformed|reset|slow|timeout/);
  const reached = answers.sum() - answers.sum(/^dead$|^E[A-Z]/);
  return `${Math.round((100 * struck) / Math.max(1, reached))} %`;
}

async function tableOf(
  { sluice, syncs, tallies }: Scene,
  options: ChaosOptions,
  struck: string,
  drainMs: number,
): Promise<string> {
  const ids = syncs.map(({ id }) => id);
  const [books] = await queryEmbedded<Record<string, number>>(
    sluice.dataDir,
    `SELECT count(*)::int AS runs, sum(read)::int AS read, sum(filtered)::int AS filtered, sum(invalid)::int AS invalid, sum(delivered)::int AS delivered,
       sum(rejected)::int AS rejected, sum(pending)::int AS pending, sum(retries)::int AS retries, sum(requests)::int AS requests
     FROM runs WHERE sync_id = ANY($1)`,
    [ids],
  );
  const { distinctIds, duplicates } = await destinationStats(sluice.sandboxUrl);
  const { kills, cuts, answers, ingest, counts } = tallies;
  const rows: [string, string | number | undefined][] = [
    ["seed", options.seed],
    ["events sent", options.events],
    ["events acknowledged", counts.of("acknowledged")],
    ["  repeats known by their ids", counts.of("repeats known by their ids")],
    ["  bad ones rejected at ingest", counts.of("rejected at ingest")],
    ["  answers to ingest requests", ingest.text()],
    ["records read (by three syncs)", books?.read],
    ["  delivered", books?.delivered],
    ["  filtered", books?.filtered],
    ["  invalid (dead letters)", books?.invalid],
    ["  rejected (dead letters)", books?.rejected],
    ["  pending", books?.pending],
    ["distinct ids at the destination", distinctIds],
    ["  repeats with the same id", duplicates],
    [
      "requests to the destination",
      `${books?.requests ?? 0}, of them retries ${books?.retries ?? 0}`,
    ],
    ["  what became of them", answers.text()],
    ["  met a fault while there were any", struck],
    ["connections cut", cuts.text()],
    ["killed or moved", kills.text()],
    ["time to drain", `${(drainMs / 1_000).toFixed(1)} s`],
  ];
  return rows
    .map(([name, value]) => `${name.padEnd(34)} ${value ?? "?"}`)
    .join("\n");
}
