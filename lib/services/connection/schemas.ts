import { z } from "zod";
import { CONNECTION_KINDS } from "../../connectors/registry";

/** What POST takes; settings and credentials are checked by the kind's own schemas. */
export const CreateConnectionInput = z.strictObject({
  name: z.string().trim().min(1, "Give the connection a name").max(80),
  kind: z.enum(CONNECTION_KINDS),
  settings: z.record(z.string(), z.unknown()).default({}),
  credentials: z.record(z.string(), z.unknown()).default({}),
});
export type CreateConnectionInput = z.infer<typeof CreateConnectionInput>;

/** A merge patch: what is left out stays, null takes away. */
export const UpdateConnectionInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Give the connection a name")
    .max(80)
    .optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  credentials: z.record(z.string(), z.unknown()).optional(),
});
export type UpdateConnectionInput = z.infer<typeof UpdateConnectionInput>;

/** What the API answers: never a credential, only which are set. */
export const ConnectionDto = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(CONNECTION_KINDS),
  settings: z.record(z.string(), z.unknown()),
  credentialsSet: z.array(z.string()),
  ingestUrl: z.string().nullable(),
});
export type ConnectionDto = z.infer<typeof ConnectionDto>;

/** What a vendor let us find out, in words. */
export const CheckResult = z.object({ ok: z.boolean(), detail: z.string() });
export type CheckResult = z.infer<typeof CheckResult>;

/** Shares of what was counted stayed below these; null when nothing was counted. */
const Percentiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

const Passed = z.object({
  requests: z.number(),
  ok: z.number(),
  throttled: z.number(),
  refused: z.number(),
  failed: z.number(),
  unanswered: z.number(),
  records: z.number(),
  rejected: z.number(),
  duplicates: z.number(),
  /** How long requests took, in milliseconds. */
  duration: Percentiles,
  /** From a record's arrival to its answer, in milliseconds. */
  delay: Percentiles,
});
export type PassedDto = z.infer<typeof Passed>;

export const STATUS_WINDOWS = ["1h", "24h", "7d"] as const;
export type StatusWindow = (typeof STATUS_WINDOWS)[number];

/** How a connection is doing, and what went over it in a window. */
export const ConnectionStatusDto = z.object({
  connection: ConnectionDto,
  state: z.object({
    kind: z.enum(["well", "waiting", "held", "unused"]),
    since: z.string().nullable(),
    detail: z.string().nullable(),
  }),
  /** Of what is sent to it; closed before anything was. */
  breaker: z.object({
    state: z.enum(["closed", "open", "half_open"]),
    openedAt: z.string().nullable(),
    probeAt: z.string().nullable(),
    /** The destination asked for nothing before. */
    pausedUntil: z.string().nullable(),
    succeededAt: z.string().nullable(),
  }),
  window: z.enum(STATUS_WINDOWS),
  stepSeconds: z.number(),
  /** By direction: `in` at its ingest address, `out` to the destination. */
  out: Passed,
  in: Passed,
  points: z.array(z.object({ at: z.string(), out: Passed, in: Passed })),
  /** What may go out now, and what does (over the last minute). */
  limits: z.array(
    z.object({
      name: z.enum(["requests", "events"]),
      perSecond: z.number().nullable(),
      /** By its answers 429, or as documented or set on the connection. */
      basis: z.enum(["found", "declared"]).nullable(),
      usedPerSecond: z.number().nullable(),
      metAt: z.string().nullable(),
    }),
  ),
  throttledAt: z.string().nullable(),
  events: z.array(
    z.object({
      at: z.string(),
      kind: z.string(),
      status: z.number().nullable(),
      message: z.string().nullable(),
    }),
  ),
  syncs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(["source", "destination"]),
      status: z.string(),
      waiting: z.string().nullable(),
    }),
  ),
  retention: z.object({ minuteHours: z.number(), hourDays: z.number() }),
});
export type ConnectionStatusDto = z.infer<typeof ConnectionStatusDto>;
