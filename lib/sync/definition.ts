import { z } from "zod";
import { ConditionSchema } from "../mapping/condition";
import { MappingSchema } from "../mapping/expression";
import { ACTION_NAMES } from "./actions/registry";
import { REMOVALS } from "./removals";
import { STREAM_NAMES } from "./streams/registry";

const ATTEMPTS_DEFAULT = 8;

const TriggerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("stream") }),
  z.strictObject({ kind: z.literal("manual") }),
  z.strictObject({
    kind: z.literal("schedule"),
    cron: z.string(),
    timezone: z.string().optional(),
  }),
]);

/** Where the first publish starts reading. */
const StartFromSchema = z.union(
  [z.enum(["now", "beginning"]), z.iso.datetime({ offset: true })],
  {
    error: "should be now, beginning or a time such as 2026-11-01T00:00:00Z",
  },
);

export const DeliverySchema = z.strictObject({
  maxAttempts: z.number().int().min(1).max(100).default(ATTEMPTS_DEFAULT),
  ratePerSecond: z.number().positive().nullish(),
  /** person: nobody's later records overtake an earlier one that waits. */
  order: z
    .enum(["person", "none"], { error: "should be person or none" })
    .default("person"),
});

/** One of some names; what is none of them is told all of them. */
const oneOf = <Name extends string>(names: readonly Name[]) =>
  z.enum(names, { error: `should be one of ${names.join(", ")}` });

/**
 * A sync's definition, as the API, the command line and the database hold it.
 * `connection` is an id; doors that accept names resolve them first.
 */
export const SyncDefinitionSchema = z.strictObject({
  name: z.string().trim().min(1, "Give the sync a name").max(120),
  source: z.strictObject({
    connection: z.string().min(1),
    stream: oneOf(STREAM_NAMES),
    where: ConditionSchema.nullish(),
  }),
  trigger: TriggerSchema.default({ kind: "stream" }),
  startFrom: StartFromSchema.default("now"),
  destination: z.strictObject({
    connection: z.string().min(1),
    action: oneOf(ACTION_NAMES),
  }),
  mapping: MappingSchema,
  /** The plan by its id, Segment's id (tp_…) or its name. */
  validation: z
    .strictObject({
      trackingPlan: z.string().min(1),
      onViolation: z.enum(["allow", "omit", "block"], {
        error: "should be allow, omit or block",
      }),
    })
    .nullish(),
  delivery: DeliverySchema.default({
    maxAttempts: ATTEMPTS_DEFAULT,
    order: "person",
  }),
  /** Of a sync that compares users with what it last sent. */
  snapshot: z
    .strictObject({
      /** nothing; null: their traits become null; mark: a trait says so. */
      onRemoved: z
        .enum(REMOVALS, { error: "should be nothing, null or mark" })
        .default("nothing"),
      /** Keeps what was sent last, not only its hash. */
      keepPayload: z.boolean().default(false),
    })
    .nullish(),
  alerts: z
    .strictObject({
      rejectedPercent: z.number().min(0).max(100).optional(),
      noDataFor: z
        .partialRecord(
          z.enum(["minutes", "hours", "days"]),
          z.number().positive(),
        )
        .optional(),
      channels: z.array(z.string()).optional(),
    })
    .nullish(),
});

export type SyncDefinition = z.infer<typeof SyncDefinitionSchema>;

/** Which records a sync reads, before its filter. */
export type SourceStream = Pick<
  SyncDefinition["source"],
  "connection" | "stream"
>;
