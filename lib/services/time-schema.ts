import { z } from "zod";

/** A moment as the API takes it, with its offset from UTC. */
export const TimeSchema = z.iso.datetime({
  offset: true,
  error: "should be a time such as 2026-11-01T00:00:00Z",
});
