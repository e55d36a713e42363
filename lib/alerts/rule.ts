import { z } from "zod";

const DAY_MINUTES = 1_440;
export const ANOMALY_WEEKS_MIN = 3;
const ANOMALY_WEEKS_MAX = 12;

const minutesTo = (max: number) => z.number().int().min(1).max(max);
const windowMinutes = minutesTo(DAY_MINUTES);

/** What a rule watches, and from where on it minds. */
export const WatchSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("failure"),
    /** run: a run failed or could not go on; connection: its destination does not answer well. */
    of: z.enum(["run", "connection"]),
    /** How long it has to last. */
    forMinutes: z.number().int().min(0).max(DAY_MINUTES).default(0),
  }),
  z.strictObject({
    kind: z.literal("rejectedShare"),
    percent: z.number().gt(0).max(100),
    windowMinutes: windowMinutes.default(15),
    /** Fewer records with an outcome than these say nothing. */
    recordsMin: z.number().int().min(1).max(1_000_000).default(20),
    /** Whether invalid records count as rejected ones do. */
    countInvalid: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal("latency"),
    /** oldest: of the record that waits longest; p95: of what was sent in the window. */
    measure: z.enum(["oldest", "p95"]).default("oldest"),
    seconds: z
      .number()
      .int()
      .min(1)
      .max(7 * 86_400),
    windowMinutes: windowMinutes.default(15),
  }),
  z.strictObject({
    kind: z.literal("backlog"),
    records: z.number().int().min(1).max(1_000_000_000),
  }),
  z.strictObject({
    kind: z.literal("noData"),
    minutes: minutesTo(30 * DAY_MINUTES),
  }),
  z.strictObject({
    kind: z.literal("anomaly"),
    measure: z.enum(["read", "delivered", "failed"]).default("read"),
    direction: z.enum(["less", "more", "both"]).default("both"),
    weeks: z
      .number()
      .int()
      .min(ANOMALY_WEEKS_MIN)
      .max(ANOMALY_WEEKS_MAX)
      .default(4),
    /** How many usual deviations are unusual. */
    deviations: z.number().min(1).max(20).default(4),
    /** And how far from the usual it has to be at least. */
    percentMin: z.number().min(0).max(1_000).default(30),
    /** Hours with fewer records, now and usually, are not compared. */
    recordsMin: z.number().int().min(1).max(1_000_000_000).default(50),
  }),
  z.strictObject({
    kind: z.literal("schemaDrift"),
    changes: z
      .array(z.enum(["new", "vanished", "retyped"]))
      .min(1)
      .default(["vanished", "retyped"]),
    /** Only fields that the sync reads; of new ones there are none. */
    onlyUsed: z.boolean().default(true),
    /** For how long a new field or another type is news. */
    newsHours: z.number().int().min(1).max(336).default(24),
  }),
  z.strictObject({
    kind: z.literal("planViolations"),
    records: z.number().int().min(1).max(1_000_000_000).default(1),
    windowMinutes: windowMinutes.default(60),
  }),
  z.strictObject({ kind: z.literal("credentialsRefused") }),
  z.strictObject({
    kind: z.literal("limitReached"),
    throttles: z.number().int().min(1).max(1_000_000).default(20),
    windowMinutes: windowMinutes.default(15),
  }),
  z.strictObject({ kind: z.literal("unbalancedBooks") }),
]);
export type Watch = z.infer<typeof WatchSchema>;
export type RuleKind = Watch["kind"];
export type WatchOf<Kind extends RuleKind> = Extract<Watch, { kind: Kind }>;

export const RULE_KINDS = [
  "failure",
  "rejectedShare",
  "latency",
  "backlog",
  "noData",
  "anomaly",
  "schemaDrift",
  "planViolations",
  "credentialsRefused",
  "limitReached",
  "unbalancedBooks",
] as const satisfies readonly RuleKind[];

export const SEVERITIES = ["critical", "error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What somebody is told about, how often, and where. */
export const RuleSchema = z.strictObject({
  name: z.string().trim().min(1, "Give the rule a name").max(120),
  watch: WatchSchema,
  severity: z.enum(SEVERITIES).default("error"),
  /** null: all syncs of the workspace, also later ones. */
  syncIds: z
    .array(z.string().min(1))
    .min(1, "Choose a sync, or all")
    .nullable()
    .default(null),
  channelIds: z.array(z.string().min(1)).default([]),
  /** After a message about a subject no second one for so long. */
  cooldownMinutes: z.number().int().min(0).max(10_080).default(30),
  /** How long all has to be well until it counts as recovered. */
  recoverMinutes: z.number().int().min(0).max(DAY_MINUTES).default(2),
  /** null: an alert that stays is told once. */
  remindMinutes: z.number().int().min(5).max(10_080).nullable().default(null),
  enabled: z.boolean().default(true),
});
export type RuleInput = z.infer<typeof RuleSchema>;

/** A rule with what tells it apart; `channels` are names or ids. */
export type Rule = RuleInput & {
  id: string;
  /** The sync whose definition it comes from; null for a rule of the workspace. */
  definitionOf: string | null;
};
