import { z } from "zod";

const SHAPE = "should be the JSON of a service account's key";

/**
 * The key of a Google service account, as JSON or as its text. Only three of its
 * members are kept, and only of this type: others can name addresses, files and
 * programs, which Google's library would follow.
 */
export const ServiceAccount = z.preprocess(
  fromText,
  z.object(
    {
      type: z.literal("service_account", {
        error: "should be of the type service_account",
      }),
      client_email: z.email("should name the service account"),
      private_key: z
        .string()
        .startsWith("-----BEGIN ", "should hold a private key in PEM"),
      project_id: z.string().min(1, "should name the project"),
    },
    { error: SHAPE },
  ),
);
export type ServiceAccount = z.infer<typeof ServiceAccount>;

function fromText(given: unknown): unknown {
  if (typeof given !== "string") return given;
  try {
    return JSON.parse(given);
  } catch {
    return null;
  }
}
