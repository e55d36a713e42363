import { z } from "zod";
import type { InngestServerOptions } from "./server";

const environmentSchema = z.object({
  INNGEST_SERVER_HOST: z.string().default("127.0.0.1"),
  INNGEST_SERVER_PORT: z.coerce.number().int().min(0).max(65_535),
  INNGEST_SERVER_DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//),
  INNGEST_SERVER_EVENT_KEY: z.string().min(1),
  INNGEST_SERVER_SIGNING_KEY: z
    .string()
    .regex(/^(signkey-\w+-)?([0-9a-f]{2})+$/i, "must be hex, of even length"),
  INNGEST_SERVER_APP_URL: z.url(),
  INNGEST_SERVER_RETRY_SECONDS: z.coerce.number().int().min(1).optional(),
});

/** Reads the process's settings; throws an Error that names each bad variable and never shows a value. */
export function readEnvironment(
  variables: Record<string, string | undefined>,
): InngestServerOptions {
  const parsed = environmentSchema.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join(".")}: ${issue.message}`,
    );
    throw new Error(`The Inngest server can't start: ${problems.join("; ")}.`);
  }
  const retrySeconds = parsed.data.INNGEST_SERVER_RETRY_SECONDS;
  return {
    host: parsed.data.INNGEST_SERVER_HOST,
    port: parsed.data.INNGEST_SERVER_PORT,
    databaseUrl: parsed.data.INNGEST_SERVER_DATABASE_URL,
    eventKey: parsed.data.INNGEST_SERVER_EVENT_KEY,
    signingKey: parsed.data.INNGEST_SERVER_SIGNING_KEY,
    appUrl: parsed.data.INNGEST_SERVER_APP_URL,
    ...(retrySeconds === undefined
      ? {}
      : { retryDelayMs: () => retrySeconds * 1_000 }),
  };
}
