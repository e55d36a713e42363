import { z } from "zod";

/** The two that keep what they are sent; also what the control calls take as `system`. */
export const System = z.enum(["segment", "heap"]);
export type System = z.infer<typeof System>;

/** What a fault may strike: S3 fails like the others, but counts nothing. */
export const FaultTarget = z.enum([...System.options, "s3"]);
export type FaultTarget = z.infer<typeof FaultTarget>;
