import { createHash } from "node:crypto";
import { checkHeapEvent } from "../../lib/sync/heap-event";

const PLANS = ["Free", "Pro", "Team", "Enterprise"];
const SOURCES = ["google", "newsletter", "direct", "partner"];
const PEOPLE = 20_000;

/** A Heap event of about 500 bytes as JSON; `index` names it and decides what is in it. */
export function eventText(index: number, extra: object = {}): string {
  const person = index % PEOPLE;
  return JSON.stringify({
    event_id: String(9_000_000 + index),
    event: "Sign Up - Completed",
    user_id: String(516_122_017 + person),
    identity: `user${person}@acme.io`,
    session_id: String(77_000 + person),
    time: new Date(1_793_527_200_000 + index).toISOString(),
    properties: {
      plan_name: PLANS[index % 4],
      seats: (index % 50) + 1,
      amount_usd: (index % 400) / 10,
      utm_source: SOURCES[index % 4],
      country: index % 2 === 0 ? "fr" : "us",
      path: `/signup/done/${index % 97}`,
      company: `Acme ${index % 211}`,
      browser: "Chrome 141.0.7390.54",
      device_type: "Desktop",
      landing_page: "https://app.example.com/welcome?utm_source=google",
      experiment: "onboarding-checklist-b",
      title: "Welcome to Example",
      ...extra,
    },
  });
}

/** A mapping of ten fields, each of them in every event. */
export const TEN_FIELDS = {
  event: { value: "Signed Up" },
  userId: { path: "identity" },
  anonymousId: { template: "heap-11-{{user_id}}" },
  timestamp: { path: "time" },
  "properties.plan": {
    fn: "lowercase",
    args: [{ path: "properties.plan_name" }],
  },
  "properties.revenue": {
    fn: "toNumber",
    args: [{ path: "properties.amount_usd" }],
  },
  "properties.seats": { path: "properties.seats" },
  "properties.source": { path: "properties.utm_source" },
  "properties.country": {
    fn: "uppercase",
    args: [{ path: "properties.country" }],
  },
  "properties.company": { path: "properties.company" },
};

const sha256Hex = (text: string) =>
  createHash("sha256").update(text).digest("hex");

/** What ingest hands to data.append_inbox for the events from one index on: the values of APPEND. */
export function appendValues(
  connectionId: string,
  from: number,
  count: number,
) {
  const texts = Array.from({ length: count }, (_, at) => eventText(from + at));
  const records = texts.map((text) => {
    const value = JSON.parse(text) as Parameters<typeof checkHeapEvent>[0];
    const outcome = checkHeapEvent(value, connectionId, sha256Hex);
    if (!outcome.ok) throw new Error(outcome.message);
    return outcome;
  });
  return [
    connectionId,
    records.map(({ recordKey }) => sha256Hex(recordKey).slice(0, 32)),
    records.map(({ recordKey }) => recordKey),
    records.map(({ event }) => event),
    texts,
  ];
}

/** The statement of lib/services/inbox/append.ts. */
export const APPEND =
  "SELECT data.append_inbox($1, 'events', (now() AT TIME ZONE 'UTC')::date, $2, $3, $4, $5) AS taken";
