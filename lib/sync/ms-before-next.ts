import { z } from "zod";

const Throttled = z.object({
  errors: z.array(
    z.object({ data: z.object({ msBeforeNext: z.number() }).optional() }),
  ),
});

/** How long Segment's Public API asks to wait in the body of a 429; null: it does not say. */
export function msBeforeNext(text: string): number | null {
  try {
    const answer = Throttled.safeParse(JSON.parse(text));
    return answer.data?.errors[0]?.data?.msBeforeNext ?? null;
  } catch {
    return null;
  }
}
