import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { createRandom, type Random } from "../../../local/sandbox/random";
import { heapEvent, type Population } from "./population";
import type { Tally } from "./tally";

const REQUEST_MS_MAX = 10_000;
const RETRY_MS = 300;
const SIZES = [1, 7, 50, 200, 1_000] as const;
/** One request in so many also carries elements that ingest has to refuse. */
const JUNK_EVERY = 6;
const JUNK = ["17", '"text"', '{"event":""}', '{"event":"Nobody"}'] as const;

const Answer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number() })),
});

export type SenderOptions = {
  population: Population;
  ingestUrl: string;
  eventsPerSecond: number;
  seed: number;
  counts: Tally;
  /** Answers to requests, by what became of them. */
  answers: Tally;
  onProblem: (text: string) => void;
};

/** Posts a whole population, lane by lane; resolves when all of it was answered 202. */
export async function sendAll(options: SenderOptions): Promise<void> {
  const { lanes } = options.population;
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) => sendLane(options, lane)),
  );
}

/** One request after the other, each until it is answered: so a person's order is kept. */
async function sendLane(options: SenderOptions, lane: number): Promise<void> {
  const { population, eventsPerSecond, seed } = options;
  const random = createRandom(seed + lane);
  const msPerEvent = (1_000 * population.lanes) / eventsPerSecond;
  let dueAtMs = performance.now();
  for (let n = lane; n < population.total;) {
    const batch: number[] = [];
    for (
      let left = random.pick(SIZES);
      left > 0 && n < population.total;
      left -= 1
    ) {
      batch.push(n);
      n += population.lanes;
    }
    await post(options, random, batch);
    dueAtMs = Math.max(
      dueAtMs + batch.length * msPerEvent,
      performance.now() - 5_000,
    );
    await sleep(Math.max(0, dueAtMs - performance.now()));
  }
}

async function post(
  options: SenderOptions,
  random: Random,
  batch: number[],
): Promise<void> {
  const { population, counts } = options;
  const events = batch.map((n) => JSON.stringify(heapEvent(population, n)));
  const junk = random.below(JUNK_EVERY) === 0 ? [random.pick(JUNK)] : [];
  const message = random.chance(0.5)
    ? asLines(events, junk)
    : asArray(events, junk);
  const answer = await postUntilTaken(options, message);
  counts.add("acknowledged", batch.length);
  counts.add("rejected at ingest", answer.rejected.length);
  counts.add("repeats known by their ids", answer.duplicates);
  const isWhole =
    answer.accepted + answer.duplicates === batch.length &&
    answer.rejected.length === junk.length;
  if (!isWhole)
    options.onProblem(
      `A request of ${batch.length} events and ${junk.length} bad ones was answered ${JSON.stringify(answer).slice(0, 300)}`,
    );
}

type Message = { type: string; body: string };

const asLines = (events: string[], junk: readonly string[]): Message => ({
  type: "application/x-ndjson",
  body: [...events, ...junk].join("\n"),
});
const asArray = (events: string[], junk: readonly string[]): Message => ({
  type: "application/json",
  body: `[${[...junk, ...events].join(",")}]`,
});

/** The same request with the same ids, until it is acknowledged. */
async function postUntilTaken(
  { ingestUrl, answers }: SenderOptions,
  { type, body }: Message,
) {
  for (;;) {
    const answer = await tryOnce(ingestUrl, { type, body }).catch(() => null);
    answers.add(answer === null ? "no answer" : String(answer.status));
    if (answer?.status === 202) return Answer.parse(JSON.parse(answer.text));
    if (answer !== null && answer.status >= 400 && answer.status < 500)
      throw new Error(`Ingest answered ${answer.status}: ${answer.text}`);
    await sleep(RETRY_MS);
  }
}

async function tryOnce(url: string, { type, body }: Message) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": type },
    body,
    signal: AbortSignal.timeout(REQUEST_MS_MAX),
  });
  return { status: response.status, text: await response.text() };
}
