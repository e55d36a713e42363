import { z } from "zod";
import { TraitDefinitionSchema } from "../../traits/definition";

export const TraitDto = z.object({
  id: z.string(),
  definition: TraitDefinitionSchema,
  /** As people say it. */
  sentence: z.string(),
  /** Whether everybody's value is of this definition. */
  isComputed: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type TraitDto = z.infer<typeof TraitDto>;

/** How far the traits of a connection are. */
const TraitProgressDto = z.object({
  /** reading: takes in the events that the inbox holds; computing: goes over everybody. */
  state: z.enum(["reading", "computing", "current"]),
  /** Events that are still to be taken in, counted up to 100,000. */
  eventsLeft: z.number(),
  people: z.object({ done: z.number(), total: z.number() }),
  /** When all were up to date last; null: never yet. */
  computedAt: z.string().nullable(),
});

/** The computed traits of a connection; no progress without any. */
export const TraitsDto = z.object({
  data: z.array(TraitDto),
  nextCursor: z.null(),
  progress: TraitProgressDto.nullable(),
});
export type TraitsDto = z.infer<typeof TraitsDto>;

/** What a trait would be for some people who did something lately. */
export const TraitPreviewDto = z.object({
  sentence: z.string(),
  /** events: of all that is kept; latest: of the latest events in the inbox alone. */
  basis: z.enum(["events", "latest"]),
  people: z.array(
    z.object({
      person: z.string(),
      identity: z.string().nullable(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
  ),
});
export type TraitPreviewDto = z.infer<typeof TraitPreviewDto>;
