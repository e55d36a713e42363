import { z } from "zod";

/** An event's name, and how many of the latest records carry it. */
export const EventNameDto = z.object({ event: z.string(), count: z.number() });
export type EventNameDto = z.infer<typeof EventNameDto>;

/** One record as it arrived. */
export const SampleRecordDto = z.object({
  recordKey: z.string(),
  event: z.string(),
  receivedAt: z.string(),
  record: z.record(z.string(), z.unknown()),
});
export type SampleRecordDto = z.infer<typeof SampleRecordDto>;
