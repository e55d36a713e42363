import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";

const API_KEY_CHARACTERS_MIN = 32;
const PASSWORD_CHARACTERS_MIN = 8;

const port = z.coerce
  .number({ error: "must be a port number" })
  .int()
  .min(1)
  .max(65_535);
const keyBytes = z
  .string()
  .refine(
    (text) => Buffer.from(text, "base64").length === 32,
    "must be 32 random bytes in base64",
  );

/** What the supervisor reads; the app's processes check their own part again. */
const Settings = z.object({
  PORT: port.default(3000),
  DATA_DIR: z.string().default("./.data"),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      "must start with postgres:// or postgresql://",
    )
    .optional(),
  INNGEST_BASE_URL: z.url("must be a URL").optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_DEV: z.string().optional(),
  SANDBOX: z.enum(["0", "1"], "must be 0 or 1").optional(),
  SANDBOX_PORT: port.default(3010),
  BOOTSTRAP_EMAIL: z.email("must be an e-mail address").optional(),
  BOOTSTRAP_PASSWORD: z
    .string()
    .min(
      PASSWORD_CHARACTERS_MIN,
      `must have ${PASSWORD_CHARACTERS_MIN} characters or more`,
    )
    .optional(),
  BOOTSTRAP_API_KEY: z
    .string()
    .min(
      API_KEY_CHARACTERS_MIN,
      `must have ${API_KEY_CHARACTERS_MIN} characters or more`,
    )
    .optional(),
  CREDENTIALS_KEY: keyBytes.optional(),
  CREDENTIALS_KEY_PREVIOUS: keyBytes.optional(),
  NEXTAUTH_SECRET: z
    .string()
    .min(16, "must have 16 characters or more")
    .optional(),
  NEXTAUTH_URL: z.url("must be a URL").optional(),
  OUTBOUND_ALLOW: z.string().default(""),
  RETENTION_DAYS: z.coerce
    .number({ error: "must be a number of days" })
    .int()
    .min(1)
    .default(30),
  NODE_ENV: z.string().optional(),
});
export type Settings = z.infer<typeof Settings>;

/** Parses the environment; throws one message with all problems. */
export function readSettings(
  environment: Record<string, string | undefined>,
): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ""),
  );
  const result = Settings.safeParse(given);
  const problems = (result.error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")} ${message}`,
  );
  if (given.DATABASE_URL !== undefined) {
    for (const name of ["CREDENTIALS_KEY", "NEXTAUTH_SECRET"]) {
      if (given[name] === undefined)
        problems.push(`${name} is required with DATABASE_URL`);
    }
  }
  if (
    (given.BOOTSTRAP_EMAIL === undefined) !==
    (given.BOOTSTRAP_PASSWORD === undefined)
  ) {
    problems.push("BOOTSTRAP_EMAIL and BOOTSTRAP_PASSWORD belong together");
  }
  if (!result.success || problems.length > 0) {
    throw new Error(`The environment has bad values: ${problems.join("; ")}.`);
  }
  return result.data;
}

/** Makes the folder; answers its absolute path. Throws when it can't be written. */
export function openDataDir(path: string): string {
  const folder = resolve(path);
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`DATA_DIR can't be written: ${reason}.`, { cause: error });
  }
  return folder;
}

/** One level at a time: where a parent can't hold folders (/proc), the recursive way of Node never returns. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

export const wantsSandbox = ({ SANDBOX, NODE_ENV }: Settings) =>
  SANDBOX === undefined ? NODE_ENV !== "production" : SANDBOX === "1";

export const hasOwnInngest = (settings: Settings) =>
  [
    settings.INNGEST_BASE_URL,
    settings.INNGEST_EVENT_KEY,
    settings.INNGEST_SIGNING_KEY,
    settings.INNGEST_DEV,
  ].some((value) => value !== undefined);
