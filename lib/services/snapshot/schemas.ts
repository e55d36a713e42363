import { z } from "zod";

/** How users as they are differ from what was sent last. */
const DifferencesDto = z.object({
  /** Never sent, or there again. */
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  unchanged: z.number(),
  /** By the filter, or gone and never sent. */
  leftOut: z.number(),
});

/** What a run that compares users has found so far. */
export const ComparisonDto = DifferencesDto.extend({
  /** changes: who changed since the last run; everyone: all are compared; resend: all are sent anew; range: who changed then is. */
  mode: z.enum(["changes", "everyone", "resend", "range"]),
  /** Users to compare; null until it begins. */
  total: z.number().nullable(),
  compared: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** All were compared; what differs may still be on its way. */
  isDone: z.boolean(),
  secondsLeft: z.number().nullable(),
});
export type ComparisonDto = z.infer<typeof ComparisonDto>;

/** What a run would send, were it begun now; nothing was sent. */
export const EstimateDto = DifferencesDto.extend({
  /** Users that the run would compare. */
  total: z.number(),
  /** Those of them that were, in the time that an answer may take; the other numbers are of all, by these. */
  compared: z.number(),
  isExact: z.boolean(),
  /** Of those who would be sent: whose call can't be made. */
  invalid: z.number(),
  calls: z.number(),
  /** Users whom Segment may count in this month, if it has not yet. */
  trackedUsers: z.number(),
});
export type EstimateDto = z.infer<typeof EstimateDto>;
