import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.enum(["0", "1"]).transform((text) => text === "1");
const keyBytes = z
  .string()
  .refine((text) => Buffer.from(text, "base64").length === 32, {
    message: "must be 32 random bytes in base64",
  });

/** Every setting of the web and worker processes; docs/how-to/run-it.md explains each. */
const EnvSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: port.default(3000),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      "must start with postgres:// or postgresql://",
    ),
  NEXTAUTH_SECRET: z.string().min(16, "must be 16 characters or more"),
  NEXTAUTH_URL: z.url().optional(),
  CREDENTIALS_KEY: keyBytes,
  CREDENTIALS_KEY_PREVIOUS: keyBytes.optional(),
  INNGEST_BASE_URL: z.url().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  // Read by Inngest's SDK: the key before, while it is being replaced, and where a worker is reached.
  INNGEST_SIGNING_KEY_FALLBACK: z.string().optional(),
  INNGEST_SERVE_ORIGIN: z.url().optional(),
  INNGEST_DEV: z.string().optional(),
  SANDBOX: flag.default(false),
  SANDBOX_PORT: port.default(3010),
  OUTBOUND_ALLOW: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    ),
  RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  /** web serves people and ingest, worker alone serves /api/inngest; `all` is for development. */
  SLUICE_ROLE: z.enum(["web", "worker", "all"]).default("all"),
  /** Where traces go, by OTLP over HTTP; unset, none are made. OpenTelemetry reads its other variables itself. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_SERVICE_NAME: z.string().default("sluice"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"])
    .default("info"),
});

export type Env = z.infer<typeof EnvSchema>;

/** Parses the environment; throws one message that lists all problems. */
function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== ""),
  );
  const result = EnvSchema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join(".")}: ${issue.message}`,
  );
  throw new Error(`The environment has bad values: ${problems.join("; ")}`);
}

let parsed: Env | undefined;

/** The environment of this process, parsed once. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
