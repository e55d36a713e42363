import { z } from "zod";
import { CONNECTION_KINDS } from "../../connectors/registry";

/** What POST takes; settings and credentials are checked by the kind's own schemas. */
export const CreateConnectionInput = z.strictObject({
  name: z.string().trim().min(1, "Give the connection a name").max(80),
  kind: z.enum(CONNECTION_KINDS),
  settings: z.record(z.string(), z.unknown()).default({}),
  credentials: z.record(z.string(), z.unknown()).default({}),
});
export type CreateConnectionInput = z.infer<typeof CreateConnectionInput>;

/** A merge patch: what is left out stays, null takes away. */
export const UpdateConnectionInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Give the connection a name")
    .max(80)
    .optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  credentials: z.record(z.string(), z.unknown()).optional(),
});
export type UpdateConnectionInput = z.infer<typeof UpdateConnectionInput>;

/** What the API answers: never a credential, only which are set. */
export const ConnectionDto = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(CONNECTION_KINDS),
  settings: z.record(z.string(), z.unknown()),
  credentialsSet: z.array(z.string()),
  ingestUrl: z.string().nullable(),
});
export type ConnectionDto = z.infer<typeof ConnectionDto>;

/** What a vendor let us find out, in words. */
export const CheckResult = z.object({ ok: z.boolean(), detail: z.string() });
export type CheckResult = z.infer<typeof CheckResult>;
