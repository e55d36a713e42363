import { z } from "zod";

/** An event's name, and how many of the latest records carry it. */
export const EventNameDto = z.object({ event: z.string(), count: z.number() });
export type EventNameDto = z.infer<typeof EventNameDto>;
