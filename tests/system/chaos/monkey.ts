import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../../local/sandbox/random";
import type { RunningSluice } from "../running-sluice";
import type { Clock } from "./clock";
import type { SmallDisk } from "./disk";
import { terminateBackends } from "./embedded-database";
import type { Tally } from "./tally";
import type { Tap } from "./tap";

const CLOCK_MS_MAX = 5 * 60_000;
const BACKENDS_MAX = 4;
/** How often it is looked whether anything is sent again. */
const LOOK_MS = 100;

/** Each once a round, so that the supervisor, which gives up at the fifth end within a minute, never does. */
const ACTIONS = [
  "web",
  "worker",
  "inngest",
  "postgres",
  "sandbox",
  "backends",
  "clock",
  "clock",
] as const;
type Action = (typeof ACTIONS)[number];

export type MonkeyOptions = {
  sluice: RunningSluice;
  clock: Clock;
  disk: SmallDisk | string;
  /** The destination that is dead for a while. */
  deadTap: Tap;
  random: Random;
  kills: Tally;
  /** Requests that came to the destinations; what stands still can't be broken. */
  answers: Tally;
  /** Between two actions, on average. */
  everyMs: number;
  /** How much longer one waits for records to flow again. */
  standstillMsMax: number;
  deadMs: number;
  diskFullMs: number;
  log: (text: string) => void;
};

/**
 * Breaks something every so often until the signal comes, but one whole round
 * at least; after the first round it fills the disk and kills a destination, once each.
 */
export async function runMonkey(
  options: MonkeyOptions,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round === 0 || !signal.aborted; round += 1) {
    const dead = round === 0 ? endAfter(options) : Promise.resolve();
    for (const action of shuffled(options.random)) {
      await pause(options);
      if (round > 0 && signal.aborted) break;
      await act(options, action);
    }
    await dead;
    if (round === 0) await fillDisk(options);
  }
  await options.clock.set(0);
}

/** The time between two actions, and until something was sent in it: a slow machine may need longer to start things again. */
async function pause(options: MonkeyOptions): Promise<void> {
  const { answers, everyMs, random, standstillMsMax } = options;
  const sumBefore = answers.sum();
  const ms = everyMs * (0.5 + random.next());
  const deadline = performance.now() + ms + standstillMsMax;
  await sleep(ms);
  while (answers.sum() === sumBefore && performance.now() < deadline)
    await sleep(LOOK_MS);
}

function shuffled(random: Random): Action[] {
  return ACTIONS.map((action) => ({ action, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ action }) => action);
}

async function act(
  { sluice, clock, random, kills, log }: MonkeyOptions,
  action: Action,
): Promise<void> {
  if (action === "clock") {
    const offsetMs = Math.round((random.next() * 2 - 1) * CLOCK_MS_MAX);
    await clock.set(offsetMs);
    kills.add("clock moved");
    log(`clock ${Math.round(offsetMs / 1_000)} s off`);
    return;
  }
  if (action === "backends") {
    const count = 1 + random.below(BACKENDS_MAX);
    const cut = await terminateBackends(sluice.dataDir, count).catch(() => 0);
    kills.add("database connections", cut);
    log(`${cut} database connections cut`);
    return;
  }
  const isKilled = sluice.kill(action);
  if (isKilled) kills.add(action);
  log(isKilled ? `kill -9 ${action}` : `${action} does not run at this moment`);
}

async function endAfter({
  deadTap,
  deadMs,
  everyMs,
  log,
}: MonkeyOptions): Promise<void> {
  await sleep(everyMs * 2);
  deadTap.setDead(true);
  log("one destination is dead");
  await sleep(deadMs);
  deadTap.setDead(false);
  log("one destination is back");
}

async function fillDisk({
  disk,
  diskFullMs,
  kills,
  log,
}: MonkeyOptions): Promise<void> {
  if (typeof disk === "string") {
    log(`the disk was not filled: ${disk}`);
    kills.add("disk full (left out)", 0);
    return;
  }
  await disk.fill();
  log("the disk is full");
  kills.add("disk full");
  await sleep(diskFullMs);
  await disk.free();
  log("the disk has room again");
}
