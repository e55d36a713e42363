import { z } from "zod";

/** The two look-alikes; also what the control calls take as `system`. */
export const System = z.enum(["segment", "heap"]);
export type System = z.infer<typeof System>;
