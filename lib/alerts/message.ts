import { z } from "zod";

/** What a channel is told, whatever it is: each writes it in its own form. */
export const AlertMessageSchema = z.strictObject({
  kind: z.enum(["trigger", "resolve", "test"]),
  /** The same from trigger to resolve. */
  alertKey: z.string(),
  severity: z.enum(["critical", "error", "warning", "info"]),
  title: z.string(),
  cause: z.string(),
  workspaceName: z.string(),
  syncName: z.string().nullable(),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** Absolute. */
  link: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type AlertMessage = z.infer<typeof AlertMessageSchema>;
