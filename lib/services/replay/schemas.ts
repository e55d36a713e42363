import { z } from "zod";
import { LetterFilter } from "../dead-letter/schemas";
import { PreviewResult } from "../sync/schemas";
import { TimeSchema } from "../time-schema";

const IDS_MAX = 10_000;

/** Which dead letters to replay: some by their ids, or all open ones of a filter. */
export const ReplayLettersInput = z.union(
  [
    z.strictObject({ ids: z.array(z.string()).min(1).max(IDS_MAX) }),
    z.strictObject({ filter: LetterFilter }),
  ],
  { error: 'should be {"ids":[…]} or {"filter":{…}}' },
);
export type ReplayLettersInput = z.infer<typeof ReplayLettersInput>;

/** A record as somebody edited it: JSON text keeps digits that a number would lose. */
export const EditedRecordInput = z.strictObject({
  record: z.union([z.string().min(1), z.record(z.string(), z.json())]),
});

/** Which part of what arrived to take, and through which version. */
export const RangeInput = z.strictObject({
  from: TimeSchema,
  /** Without it, until now. */
  to: TimeSchema.nullish(),
  /** One event's name; all where none is given. */
  event: z.string().min(1).nullish(),
  /** Part of a record's text. */
  q: z.string().trim().max(200).nullish(),
  /** The present one where none is given. */
  version: z.number().int().min(1).nullish(),
  /** Under new message ids: the destination takes again what it has. */
  anew: z.boolean().default(false),
});
export type RangeInput = z.infer<typeof RangeInput>;

/** What a replay would do; nothing was sent. */
export const RangePreviewDto = z.object({
  /** Records in the range; null where counting took too long. */
  count: z.number().nullable(),
  /** Of them, those that came before the destination's memory of ids begins. */
  pastWindow: z.number().nullable(),
  windowHours: z.number(),
  /** Whether the range begins before what is still kept. */
  keptSince: z.string().nullable(),
  version: z.number(),
  /** Which delivery anew it would be; 0: the ids stay the same. */
  generation: z.number(),
  sampled: z.number(),
  send: z.number(),
  filtered: z.number(),
  invalid: z.number(),
  examples: z.array(
    PreviewResult.extend({
      recordKey: z.string(),
      event: z.string(),
      receivedAt: z.string(),
    }),
  ),
});
export type RangePreviewDto = z.infer<typeof RangePreviewDto>;

/** What the replay of a run takes, and how far it is. */
export const ReplayDto = z.object({
  kind: z.enum(["letters", "inbox"]),
  /** Records to take; null where counting them took too long. */
  total: z.number().nullable(),
  /** How much of it was taken, from 0 to 1. */
  share: z.number(),
  /** Of an inbox replay, which delivery anew it is; 0: the ids stayed the same. */
  generation: z.number().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  event: z.string().nullable(),
  q: z.string().nullable(),
});
export type ReplayDto = z.infer<typeof ReplayDto>;
