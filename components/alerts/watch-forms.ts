import type { RuleKind } from "@/lib/alerts/rule";

type Choice = { value: string; label: string };

/** How one setting of a watch is asked for. */
export type WatchField = { name: string; label: string; help?: string } & (
  | { type: "number"; unit: string; first: number; min: number; max: number }
  | { type: "choice"; options: readonly Choice[] }
  | { type: "choices"; options: readonly Choice[]; first: readonly string[] }
  | { type: "yes"; first: boolean }
);

const DAY_MINUTES = 1_440;

const windowField = (first: number): WatchField => ({
  ...{ name: "windowMinutes", label: "Looking back", type: "number" },
  ...{ unit: "minutes", first, min: 1, max: DAY_MINUTES },
});

type WatchForm = { title: string; about: string; fields: WatchField[] };

/** What is asked for each kind of rule, in the order in which it is offered. */
export const WATCH_FORMS: Readonly<Record<RuleKind, WatchForm>> = {
  failure: {
    title: "Something fails",
    about: "A run that can’t go on, or a destination that does not answer.",
    fields: [
      {
        ...{ name: "of", label: "What fails", type: "choice" },
        options: [
          { value: "connection", label: "A destination does not answer" },
          { value: "run", label: "A run fails or can’t go on" },
        ],
      },
      {
        ...{ name: "forMinutes", label: "For at least", type: "number" },
        ...{ unit: "minutes", first: 5, min: 0, max: DAY_MINUTES },
        help: "Of a destination; a run is told at once.",
      },
    ],
  },
  rejectedShare: {
    title: "Many records are rejected",
    about: "The share of records that can’t be delivered.",
    fields: [
      {
        ...{ name: "percent", label: "From", type: "number" },
        ...{ unit: "% of the records", first: 5, min: 0.01, max: 100 },
      },
      windowField(15),
      {
        ...{ name: "recordsMin", label: "At least", type: "number" },
        ...{ unit: "records", first: 20, min: 1, max: 1_000_000 },
        help: "Fewer say nothing.",
      },
      {
        ...{ name: "countInvalid", type: "yes", first: true },
        label: "Count invalid records too, which were never sent",
      },
    ],
  },
  latency: {
    title: "Records are late",
    about: "How long records wait, or take to arrive.",
    fields: [
      {
        ...{ name: "measure", label: "Of", type: "choice" },
        options: [
          { value: "oldest", label: "The record that waits longest" },
          { value: "p95", label: "What was sent (95th percentile)" },
        ],
      },
      {
        ...{ name: "seconds", label: "From", type: "number" },
        ...{ unit: "seconds", first: 300, min: 1, max: 604_800 },
      },
      { ...windowField(15), help: "For the percentile." },
    ],
  },
  backlog: {
    title: "A backlog grows",
    about: "How many records are unread or pending.",
    fields: [
      {
        ...{ name: "records", label: "From", type: "number" },
        ...{ unit: "records", first: 10_000, min: 1, max: 1_000_000_000 },
      },
    ],
  },
  noData: {
    title: "No data comes",
    about: "Nothing that the sync takes has come for a while.",
    fields: [
      {
        ...{ name: "minutes", label: "For", type: "number" },
        ...{ unit: "minutes", first: 360, min: 1, max: 43_200 },
      },
    ],
  },
  anomaly: {
    title: "An hour is unusual",
    about:
      "The last hour against the same hour of past weeks. It takes three weeks to begin with.",
    fields: [
      {
        ...{ name: "measure", label: "Of the records", type: "choice" },
        options: [
          { value: "read", label: "Read" },
          { value: "delivered", label: "Delivered" },
          { value: "failed", label: "Rejected or invalid" },
        ],
      },
      {
        ...{ name: "direction", label: "When there are", type: "choice" },
        options: [
          { value: "both", label: "Fewer or more" },
          { value: "less", label: "Fewer" },
          { value: "more", label: "More" },
        ],
      },
      {
        ...{ name: "weeks", label: "Compared with", type: "number" },
        ...{ unit: "past weeks", first: 4, min: 3, max: 12 },
      },
      {
        ...{ name: "deviations", label: "Further off than", type: "number" },
        ...{ unit: "usual deviations", first: 4, min: 1, max: 20 },
      },
      {
        ...{ name: "percentMin", label: "And by at least", type: "number" },
        ...{ unit: "%", first: 30, min: 0, max: 1_000 },
      },
      {
        ...{ name: "recordsMin", label: "Among at least", type: "number" },
        ...{ unit: "records an hour", first: 50, min: 1, max: 1_000_000_000 },
      },
    ],
  },
  schemaDrift: {
    title: "Fields change",
    about: "What the source sends has changed since it was first seen.",
    fields: [
      {
        ...{ name: "changes", label: "When a field", type: "choices" },
        options: [
          { value: "vanished", label: "vanishes" },
          { value: "retyped", label: "holds another type" },
          { value: "new", label: "comes up" },
        ],
        first: ["vanished", "retyped"],
      },
      {
        ...{ name: "onlyUsed", type: "yes", first: true },
        label: "Only fields that the sync reads",
        help: "New fields are read by no sync yet: untick it to hear of them.",
      },
      {
        ...{ name: "newsHours", label: "News for", type: "number" },
        ...{ unit: "hours", first: 24, min: 1, max: 336 },
      },
    ],
  },
  planViolations: {
    title: "The tracking plan is violated",
    about: "Calls that the plan has something against, sent or blocked.",
    fields: [
      {
        ...{ name: "records", label: "From", type: "number" },
        ...{ unit: "calls", first: 1, min: 1, max: 1_000_000_000 },
      },
      windowField(60),
    ],
  },
  credentialsRefused: {
    title: "Credentials are refused",
    about: "A destination answers 401, 403 or 404, or a check has failed.",
    fields: [],
  },
  limitReached: {
    title: "A limit is reached",
    about: "A destination often answers “too many requests”.",
    fields: [
      {
        ...{ name: "throttles", label: "From", type: "number" },
        ...{ unit: "such answers", first: 20, min: 1, max: 1_000_000 },
      },
      windowField(15),
    ],
  },
  unbalancedBooks: {
    title: "Books do not balance",
    about: "A run’s ledger does not add up: a record may be unaccounted for.",
    fields: [],
  },
};

/** A watch as a form holds it: numbers may be empty while they are typed. */
export type WatchValues = { kind: RuleKind } & Record<string, unknown>;

/** What a new rule of a kind begins with. */
export function firstValues(kind: RuleKind): WatchValues {
  const { fields } = WATCH_FORMS[kind];
  return {
    kind,
    ...Object.fromEntries(
      fields.map((field) => [
        field.name,
        field.type === "choice" ? field.options[0]?.value : field.first,
      ]),
    ),
  };
}
