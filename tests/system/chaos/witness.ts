import { z } from "zod";
import {
  outcomeOf,
  personOf,
  type Population,
  type SyncPlan,
} from "./population";

const PROBLEMS_MAX = 20;

const Call = z.object({
  messageId: z.string(),
  userId: z.string(),
  properties: z.looseObject({ n: z.int(), sync: z.string() }),
});
const Batch = z.object({ batch: z.array(Call) });

export type Watched = { plan: SyncPlan; population: Population };

/** One call of a request, as far as it matters here. */
type Seen = { book: Book; n: number };
type Book = Watched & {
  /** By event: whether the destination has said that it has it. */
  accepted: Uint8Array;
  /** By event: the message id that it always travels under. */
  ids: (string | undefined)[];
};

export type Witness = ReturnType<typeof createWitness>;

/**
 * Stands between the worker and the destination and remembers, of every
 * request, what it carried and whether it was accepted. Holds it against what
 * should be sent: the right events only, one id each, and a person's events
 * in their order (none before its predecessor has been accepted).
 */
export function createWitness(watched: Watched[]) {
  const books = new Map(watched.map((one) => [one.plan.name, openBook(one)]));
  const problems: string[] = [];
  const report = (text: string) => {
    if (problems.length < PROBLEMS_MAX) problems.push(text);
  };
  return {
    problems,
    /** A request came in whole. Answers what `accept` is to be called with. */
    arrive(body: string): Seen[] {
      const seen: Seen[] = [];
      const inRequest = new Set<string>();
      for (const call of Batch.parse(JSON.parse(body)).batch) {
        const book = books.get(call.properties.sync);
        const { n } = call.properties;
        if (book === undefined || problemOf(book, n, call) !== null) {
          report(
            `${call.messageId}: ${book ? problemOf(book, n, call) : "of no sync"}`,
          );
          continue;
        }
        book.ids[n] = call.messageId;
        if (isTooEarly(book, n, inRequest))
          report(
            `${book.plan.name} ${n} was sent before the person's last one was accepted`,
          );
        inRequest.add(`${book.plan.name} ${n}`);
        seen.push({ book, n });
      }
      return seen;
    },
    accept(seen: Seen[]): void {
      for (const { book, n } of seen) book.accepted[n] = 1;
    },
    /** The ids that the destination should have, and those that it refused. */
    ids() {
      const ids = { delivered: [] as string[], rejected: [] as string[] };
      for (const book of books.values()) {
        book.ids.forEach((id, n) => {
          const outcome = outcomeOf(book.plan, book.population, n);
          if (id === undefined) return;
          if (outcome === "delivered") ids.delivered.push(id);
          if (outcome === "rejected") ids.rejected.push(id);
        });
      }
      return ids;
    },
    /** What should have been delivered and never came by. */
    missing: () => [...books.values()].flatMap(missingOf),
  };
}

function openBook(watched: Watched): Book {
  const { total } = watched.population;
  return {
    ...watched,
    accepted: new Uint8Array(total),
    ids: new Array<string | undefined>(total),
  };
}

function problemOf(
  { plan, population, ids }: Book,
  n: number,
  call: z.infer<typeof Call>,
): string | null {
  if (n < 0 || n >= population.total) return "nobody sent this event";
  const outcome = outcomeOf(plan, population, n);
  if (outcome === "filtered" || outcome === "invalid")
    return `should be ${outcome}, but was sent`;
  if (call.userId !== personOf(population, n)) return "of somebody else";
  const known = ids[n];
  if (known !== undefined && known !== call.messageId)
    return `travelled under ${known} before`;
  return null;
}

/** Whether the person's last event before this one is neither accepted nor ahead of it in the request. */
function isTooEarly(book: Book, n: number, inRequest: Set<string>): boolean {
  const { plan, population, accepted } = book;
  let before = population.previous[n] ?? -1;
  while (before >= 0 && outcomeOf(plan, population, before) !== "delivered")
    before = population.previous[before] ?? -1;
  if (before < 0 || accepted[before] === 1) return false;
  return !inRequest.has(`${plan.name} ${before}`);
}

function missingOf({ plan, population, ids }: Book): string[] {
  const missing: string[] = [];
  for (let n = 0; n < population.total; n += 1) {
    if (ids[n] === undefined && outcomeOf(plan, population, n) === "delivered")
      missing.push(`${plan.name} ${n}`);
  }
  return missing;
}
