import { createRandom } from "../../../local/sandbox/random";

/** What is the matter with an event, and so what has to become of it. */
const KINDS = ["signUp", "purchase", "noise", "broken", "poison"] as const;
type Kind = (typeof KINDS)[number];

/** How many of a thousand events are of a kind; the rest are sign-ups. */
const PER_MILLE: [Kind, number][] = [
  ["purchase", 250],
  ["noise", 100],
  ["broken", 10],
];

/**
 * The events that one source will ever send, known beforehand: event `n` is of
 * one kind and one person, and `previous` is that person's event before it.
 */
export type Population = {
  name: string;
  total: number;
  lanes: number;
  kinds: Uint8Array;
  people: Int32Array;
  /** -1 where there is none. */
  previous: Int32Array;
};

/**
 * Draws a population. A person's events all have one lane (n modulo lanes), so
 * that a sender that works its lanes one request at a time keeps their order.
 */
export function createPopulation(options: {
  name: string;
  total: number;
  lanes: number;
  peoplePerLane: number;
  /** Each poisoned event costs the destination some twenty requests until it stands alone. */
  poisonEvery: number;
  seed: number;
}): Population {
  const { total, lanes, peoplePerLane, poisonEvery } = options;
  const isPoison = (n: number) => n % poisonEvery === poisonEvery - 1;
  const random = createRandom(options.seed);
  const population = {
    ...{ name: options.name, total, lanes },
    kinds: new Uint8Array(total),
    people: new Int32Array(total),
    previous: new Int32Array(total),
  };
  const latest = new Int32Array(lanes * peoplePerLane).fill(-1);
  for (let n = 0; n < total; n += 1) {
    const person = (n % lanes) + lanes * random.below(peoplePerLane);
    population.kinds[n] = KINDS.indexOf(
      isPoison(n) ? "poison" : drawKind(random.below(1_000)),
    );
    population.people[n] = person;
    population.previous[n] = latest[person] ?? -1;
    latest[person] = n;
  }
  return population;
}

function drawKind(draw: number): Kind {
  let end = 0;
  for (const [kind, share] of PER_MILLE) {
    end += share;
    if (draw < end) return kind;
  }
  return "signUp";
}

const kindOf = ({ kinds }: Population, n: number): Kind =>
  KINDS[kinds[n] ?? 0] ?? "signUp";

export const personOf = ({ name, people }: Population, n: number): string =>
  `${name}-${people[n] ?? 0}@acme.io`;

const EVENT_NAMES: Record<Kind, string> = {
  signUp: "Sign Up",
  purchase: "Purchase",
  noise: "Noise",
  broken: "Sign Up",
  poison: "Sign Up",
};

/** Event `n` as Heap would post it. */
export function heapEvent(population: Population, n: number): object {
  const kind = kindOf(population, n);
  return {
    event_id: `${population.name}-${n}`,
    event: EVENT_NAMES[kind],
    identity: personOf(population, n),
    time: "2026-11-01T10:00:00.000Z",
    properties: {
      ...{ n, source: population.name, plan_name: "Pro", page: "/pricing" },
      amount_usd: kind === "broken" ? "many" : String(n / 100),
      ...(kind === "poison" ? { sandbox_refuse: 400 } : {}),
    },
  };
}

type Outcome = "delivered" | "filtered" | "invalid" | "rejected";

/** What a sync of the test does with a source's events. */
export type SyncPlan = {
  name: string;
  source: string;
  /** Of the events that it lets through. */
  events: "all but noise" | "purchases";
};

/** What has to become of event `n` in this sync. */
export function outcomeOf(
  plan: SyncPlan,
  population: Population,
  n: number,
): Outcome {
  const kind = kindOf(population, n);
  if (plan.events === "purchases")
    return kind === "purchase" ? "delivered" : "filtered";
  if (kind === "noise") return "filtered";
  if (kind === "broken") return "invalid";
  return kind === "poison" ? "rejected" : "delivered";
}

/** How many events of the first `sent` should have each outcome. */
export function expectedLedger(plan: SyncPlan, population: Population) {
  const ledger = {
    ...{ read: population.total, filtered: 0, invalid: 0 },
    ...{ delivered: 0, rejected: 0, pending: 0 },
  };
  for (let n = 0; n < population.total; n += 1)
    ledger[outcomeOf(plan, population, n)] += 1;
  return ledger;
}
