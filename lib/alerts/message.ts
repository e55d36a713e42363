import { z } from "zod";

/** What one notification says, whatever channel carries it. */
export const AlertMessageSchema = z.strictObject({
  /** test: somebody asked whether the channel works. */
  kind: z.enum(["trigger", "resolve", "test"]),
  /** The same for an alert and its recovery: PagerDuty's dedup key, e-mail's thread. */
  alertKey: z.string().min(1),
  severity: z.enum(["critical", "error", "warning", "info"]),
  /** Such as “Sign-ups to Segment: Segment is down”. The recovery has the same: channels say that it is one. */
  title: z.string(),
  /** The cause in one or two sentences, on top. */
  cause: z.string(),
  workspaceName: z.string(),
  syncName: z.string().nullable(),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** The absolute URL of the run (or page) that explains it. */
  link: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type AlertMessage = z.infer<typeof AlertMessageSchema>;
