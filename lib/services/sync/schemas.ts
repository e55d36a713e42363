import { z } from "zod";
import { SyncDefinitionSchema } from "../../sync/definition";

const WAITING_REASONS = ["paused", "throttled", "down", "held"] as const;

export const SyncDto = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["draft", "live", "paused"]),
  version: z.number().nullable(),
  definition: SyncDefinitionSchema,
  /** When it runs by itself; null: it has no schedule, or is not live. */
  nextRunAt: z.string().nullable(),
  waiting: z
    .object({
      reason: z.enum(WAITING_REASONS),
      since: z.string(),
      detail: z.string().nullable(),
    })
    .nullable(),
  /** Paused, and what is pending is still delivered. */
  draining: z.object({ since: z.string() }).nullable(),
  /** The definition above is the draft; its revision tells drafts apart. */
  draft: z.object({
    revision: z.number(),
    savedAt: z.string(),
    /** The id of who saved it: a person or an API key. */
    savedBy: z.string().nullable(),
    /** Whether it is what the newest version runs. */
    isPublished: z.boolean(),
  }),
});
export type SyncDto = z.infer<typeof SyncDto>;

/** What became of one record in a preview; nothing was sent. */
export const PreviewResult = z.object({
  outcome: z.enum(["send", "filtered", "invalid"]),
  payload: z.unknown(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  /** What is sent as it is, but may not be what was meant. */
  warnings: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type PreviewResult = z.infer<typeof PreviewResult>;

/** Something wrong with a draft, or doubtful in it. */
export const CheckProblemDto = z.object({
  path: z.string(),
  severity: z.enum(["error", "warning", "advice"]),
  message: z.string(),
  expected: z.string(),
  found: z.string(),
  suggestion: z.string(),
});
export type CheckProblemDto = z.infer<typeof CheckProblemDto>;

/** What was published once. */
export const VersionDto = z.object({
  number: z.number(),
  publishedAt: z.string(),
  /** The name of a person or an API key; null when it is gone. */
  publishedBy: z.string().nullable(),
  note: z.string().nullable(),
  definition: SyncDefinitionSchema,
});
export type VersionDto = z.infer<typeof VersionDto>;

/** One record that was sent by hand, with what the destination said; no status when it said nothing. */
export const SendOneDto = PreviewResult.extend({
  answer: z.object({ status: z.number().nullable(), text: z.string() }),
});
export type SendOneDto = z.infer<typeof SendOneDto>;
