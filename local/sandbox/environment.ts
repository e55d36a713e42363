import { isAbsolute } from "node:path";
import { z } from "zod";
import type { SandboxOptions } from "./server";

const PORT_DEFAULT = 3010;

const Environment = z.object({
  SANDBOX_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(PORT_DEFAULT),
  SANDBOX_HOST: z.string().min(1).default("127.0.0.1"),
  SANDBOX_DATA_DIR: z
    .string({ error: "is required: the folder for what it remembers" })
    .refine(isAbsolute, "must be an absolute path"),
  SANDBOX_APP_URL: z.url().optional(),
});

/** Reads the settings of the process. Throws one sentence that lists all problems. */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): SandboxOptions {
  const given = Object.entries(env).filter(([, value]) => value !== "");
  const result = Environment.safeParse(Object.fromEntries(given));
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${path.join(".")} ${message}`,
    );
    throw new Error(`The sandbox can't start: ${problems.join("; ")}.`);
  }
  return {
    port: result.data.SANDBOX_PORT,
    host: result.data.SANDBOX_HOST,
    dataDir: result.data.SANDBOX_DATA_DIR,
    appUrl: result.data.SANDBOX_APP_URL ?? null,
  };
}
