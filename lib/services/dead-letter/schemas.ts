import { z } from "zod";
import { DEAD_LETTER_CODES } from "../../sync/ledger";

export const LETTER_OUTCOMES = ["invalid", "rejected", "refused"] as const;

/** Which dead letters are meant; null is no condition. */
export const LetterFilter = z.strictObject({
  syncId: z.string().nullable().default(null),
  runId: z.string().nullable().default(null),
  code: z.enum(DEAD_LETTER_CODES).nullable().default(null),
  outcome: z.enum(LETTER_OUTCOMES).nullable().default(null),
  /** A group's: messages alike but for their values have one. */
  shape: z.string().max(300).nullable().default(null),
  /** Part of the record's key, person, event, message or payload. */
  q: z.string().trim().max(200).nullable().default(null),
});
export type LetterFilter = z.infer<typeof LetterFilter>;

export const DeadLetterDto = z.object({
  id: z.string(),
  syncId: z.string().nullable(),
  runId: z.string().nullable(),
  /** The destination's; the source's where ingest refused. */
  connectionId: z.string(),
  recordKey: z.string(),
  outcome: z.enum(LETTER_OUTCOMES),
  code: z.enum(DEAD_LETTER_CODES),
  message: z.string(),
  event: z.string().nullable(),
  person: z.string().nullable(),
  attempts: z.number(),
  payload: z.unknown(),
  response: z.string().nullable(),
  createdAt: z.string(),
  resolvedAt: z.string().nullable(),
  /** What became of it: delivered or filtered after all, or failed again as a newer dead letter. */
  resolution: z.enum(["delivered", "filtered", "superseded"]).nullable(),
  /** The run that did. */
  resolvedBy: z.string().nullable(),
  /** The replay that has it in hand. */
  replayRunId: z.string().nullable(),
});
export type DeadLetterDto = z.infer<typeof DeadLetterDto>;

/** Open dead letters that have one reason. */
export const LetterGroupDto = z.object({
  /** Null where ingest refused. */
  syncId: z.string().nullable(),
  connectionId: z.string(),
  outcome: z.enum(LETTER_OUTCOMES),
  code: z.enum(DEAD_LETTER_CODES),
  shape: z.string(),
  /** The newest's. */
  message: z.string(),
  /** The beginning of what the destination answered to the newest. */
  response: z.string().nullable(),
  count: z.number(),
  oldestAt: z.string(),
  newestAt: z.string(),
});
export type LetterGroupDto = z.infer<typeof LetterGroupDto>;

const RunRef = z.object({ id: z.string(), number: z.number() });

/** All that is known of one dead letter. */
export const LetterDetailDto = DeadLetterDto.extend({
  run: RunRef.extend({ version: z.number() }).nullable(),
  resolvedByRun: RunRef.nullable(),
  replayRun: RunRef.nullable(),
  /** As JSON text, since numbers may have more digits than a browser's. */
  record: z.string(),
  /** edited: by hand, for a retry; call: what arrived is no longer kept, this is what was sent. */
  recordIs: z.enum(["arrived", "edited", "call"]),
  /** Refused by itself: the others of its batch went through. */
  isPoison: z.boolean(),
  /** Why it can't be replayed; null: it can. */
  notReplayable: z.string().nullable(),
  /** How its record failed in earlier and later runs, oldest first. */
  history: z.array(
    z.object({
      id: z.string(),
      run: RunRef.nullable(),
      at: z.string(),
      message: z.string(),
      attempts: z.number(),
    }),
  ),
});
export type LetterDetailDto = z.infer<typeof LetterDetailDto>;
