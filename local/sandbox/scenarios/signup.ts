import { createRandom, type Random } from "../random";
import type { HeapRecord, Scenario } from "./heap-record";
import { makePerson, type Person } from "./people";

const SESSION_IDLE_MS = 30 * 60_000;
/** How often the next event is the same person's: people come in bursts. */
const STAY_PROBABILITY = 0.6;

/** More than that many events of one seed would run into the next seed's ids. */
export const EVENTS_MAX = 1_000_000;
const IDS_PER_EVENT = 10;

/** Milliseconds between two events, on average. */
export const GAP_MEAN_MS = 7_000;

type Properties = HeapRecord["properties"];
type Step = { event: string; properties?: (random: Random) => Properties };

const plans = [
  { plan_name: "Starter", amount_usd: 19 },
  { plan_name: "Team", amount_usd: 79.5 },
  { plan_name: "Business", amount_usd: 249 },
] as const;
const teamSizes = ["1", "2-10", "11-50", "51-200", "201+"] as const;
const reports = ["Funnel", "Retention", "Revenue", "Adoption"] as const;
const features = [
  "Exports",
  "Custom roles",
  "Forecasts",
  "API access",
] as const;
const articles = ["onboarding-that-works", "why-ops", "metrics-101"] as const;

/** What somebody does who signs up, in this order. */
const signUpSteps: readonly Step[] = [
  { event: "Pricing Viewed" },
  { event: "Sign Up - Started", properties: atSignUp },
  { event: "Sign Up - Completed", properties: atSignUp },
  {
    event: "Onboarding Started",
    properties: (random) => ({ team_size: random.pick(teamSizes) }),
  },
  {
    event: "Onboarding Completed",
    properties: (random) => ({ duration_seconds: 60 + random.below(900) }),
  },
];

/** From this step on it is known who they are. */
const IDENTIFIED_FROM = 2;

/** What they do afterwards, in any order. */
const laterSteps: readonly [Step, ...Step[]] = [
  { event: "Report Created", properties: aReport },
  {
    event: "Report Shared",
    properties: (random) => ({
      ...aReport(random),
      recipients: 1 + random.below(8),
    }),
  },
  {
    event: "Invite Sent",
    properties: (random) => ({ invites: 1 + random.below(5) }),
  },
  {
    event: "Paywall Viewed",
    properties: (random) => ({
      plan_name: "Free",
      feature: random.pick(features),
    }),
  },
  {
    event: "Plan Upgraded",
    properties: (random) => ({ ...random.pick(plans), currency: "USD" }),
  },
];

/** What somebody does who only looks around. */
const visitorSteps: readonly [Step, ...Step[]] = [
  { event: "Pricing Viewed" },
  {
    event: "Blog Post Read",
    properties: (random) => ({ slug: random.pick(articles) }),
  },
  { event: "Sign Up - Started", properties: atSignUp },
];

type Visitor = Person & {
  stepsDone: number;
  sessionId: string;
  seenAt: number;
};

/**
 * People who find a product, sign up, set it up and come back; one in five
 * stays anonymous and has a `user_id` only. The same input gives the same
 * records to the byte, and event ids are unique to the seed.
 */
export const playSignup: Scenario = function* ({ seed, ...input }) {
  for (const { record } of startSignup(seed).play(input)) yield record;
};

/** An event of the scenario, and whose it is and the how manieth. */
export type Moment = { record: HeapRecord; person: number; number: number };

type Act = {
  /** How many people there are by its end, those of earlier acts included. */
  users: number;
  events: number;
  /** Milliseconds; the last event happens just before. */
  endsAt: number;
  gapMeanMs?: number;
};

/**
 * The same scenario in acts: each goes on where the one before it ended, with
 * the same people. The numbers of its events go on as well.
 */
export function startSignup(seed: number) {
  const random = createRandom(seed);
  const visitors: Visitor[] = [];
  let current = 0;
  let number = 0;

  return {
    people: visitors as readonly Person[],
    *play({
      users,
      events,
      endsAt,
      gapMeanMs = GAP_MEAN_MS,
    }: Act): Generator<Moment> {
      for (let index = 0; index < events; index += 1) {
        // First everybody comes once, if there are events enough; then in bursts.
        if (visitors.length < users) {
          current = visitors.length;
          visitors.push(arrive(random, current));
        } else if (!random.chance(STAY_PROBABILITY)) {
          current = random.below(users);
        }
        const visitor = visitors[current];
        if (visitor === undefined) return;
        const sinceEnd = (events - index) * gapMeanMs;
        const at = endsAt - sinceEnd + random.below(gapMeanMs);
        const record = act(random, visitor, at, signupEventId(seed, number));
        yield { record, person: current, number };
        number += 1;
      }
    },
  };
}

function arrive(random: Random, index: number): Visitor {
  const person = makePerson(random, index);
  return { ...person, stepsDone: 0, sessionId: "", seenAt: -Infinity };
}

function act(
  random: Random,
  visitor: Visitor,
  at: number,
  id: string,
): HeapRecord {
  if (at - visitor.seenAt > SESSION_IDLE_MS) {
    visitor.sessionId = String(
      random.below(2 ** 21) * 2 ** 32 + random.below(2 ** 32),
    );
  }
  visitor.seenAt = at;
  const step = nextStep(random, visitor);
  const account = visitor.stepsDone >= IDENTIFIED_FROM ? visitor.account : null;
  visitor.stepsDone += 1;
  return {
    event_id: id,
    event: step.event,
    user_id: visitor.userId,
    ...(account && { identity: account.email }),
    session_id: visitor.sessionId,
    time: new Date(at).toISOString(),
    properties: {
      ...visitor.about,
      ...(account && {
        name: account.name,
        email: account.email,
        company: account.company,
        role: account.role,
      }),
      ...step.properties?.(random),
    },
  };
}

function nextStep(random: Random, visitor: Visitor): Step {
  if (visitor.account === null) return random.pick(visitorSteps);
  return signUpSteps[visitor.stepsDone] ?? random.pick(laterSteps);
}

/**
 * 17 digits and more: the kind of number that loses its end as a float. Each
 * seed has ten times EVENTS_MAX of them; those beyond are for what is no event.
 */
export function signupEventId(seed: number, number: number): string {
  const ofSeed = BigInt(seed) * BigInt(EVENTS_MAX * IDS_PER_EVENT);
  return String(10_000_000_000_000_000n + ofSeed + BigInt(number));
}

/** Each event of the scenario, with the names of the properties that are its own. */
export function signupEvents(): Map<string, string[]> {
  const random = createRandom(0);
  return new Map(
    [...signUpSteps, ...laterSteps, ...visitorSteps].map((step) => [
      step.event,
      Object.keys(step.properties?.(random) ?? {}),
    ]),
  );
}

function atSignUp(random: Random): Properties {
  return {
    method: random.pick(["email", "google", "microsoft"]),
    plan_name: random.chance(0.8) ? "Free" : random.pick(plans).plan_name,
  };
}

function aReport(random: Random): Properties {
  return { report: random.pick(reports), rows: 10 + random.below(5_000) };
}
