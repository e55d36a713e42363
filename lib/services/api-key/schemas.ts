import { z } from "zod";

/** An owner's key could make owners: a script gets at most an admin's. */
export const KEY_ROLES = ["viewer", "editor", "admin"] as const;

export const CreateApiKeyInput = z.strictObject({
  name: z.string().trim().min(1, "Give the key a name").max(80),
  role: z.enum(KEY_ROLES).default("editor"),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;

export const ApiKeyDto = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  /** The first characters, to tell keys apart. */
  prefix: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export type ApiKeyDto = z.infer<typeof ApiKeyDto>;

/** The one answer that holds the key itself. */
export const NewApiKeyDto = ApiKeyDto.extend({ key: z.string() });
export type NewApiKeyDto = z.infer<typeof NewApiKeyDto>;
