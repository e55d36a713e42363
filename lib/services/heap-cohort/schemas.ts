import { z } from "zod";

/** A task that is not complete, was given up, or told ids that can't be kept. */
const Task = z.object({
  id: z.string(),
  state: z.enum(["waiting", "dropped", "applied"]),
  pages: z.number(),
  totalPages: z.number(),
  beganAt: z.string(),
  lastPageAt: z.string(),
  unusable: z.number(),
});

/** One of Heap's segments, as the cohort webhook told of it. */
export const HeapCohortDto = z.object({
  id: z.string(),
  name: z.string(),
  members: z.number(),
  /** When somebody last entered or left. */
  changedAt: z.string().nullable(),
  /** When Heap drained it. */
  goneAt: z.string().nullable(),
  /** The newest that somebody should know of. */
  tasks: z.array(Task),
});
export type HeapCohortDto = z.infer<typeof HeapCohortDto>;
