import { Cron } from "croner";
import { z } from "zod";
import { parseCondition, parsePath } from "./condition";
import type { Condition, EventPath } from "./condition";

type ConcurrencyLimit = {
  limit: number;
  key: string;
  path: EventPath | null;
};
type EventTrigger = { event: string; condition: Condition | null };
export type FunctionConfig = {
  slug: string;
  name: string;
  url: string;
  attemptsMax: number;
  triggers: EventTrigger[];
  crons: string[];
  concurrency: ConcurrencyLimit[];
  singleton: { path: EventPath | null } | null;
};

const ATTEMPTS_DEFAULT = 5;
const RETRIES_MAX = 20;

const keySchema = z
  .string()
  .refine(
    (key) => parsePath(key) !== null,
    "must be a plain path like event.data.id",
  );
const triggerSchema = z
  .strictObject({
    event: z.string().min(1).optional(),
    expression: z
      .string()
      .refine(
        (text) => parseCondition(text) !== null,
        "may only compare plain paths with literals, joined by &&",
      )
      .optional(),
    cron: z
      .string()
      .refine(isCron, "must be a cron of five fields in UTC")
      .optional(),
  })
  .refine(
    ({ event, cron }) => (event === undefined) !== (cron === undefined),
    "needs an event or a cron",
  );
const concurrencySchema = z.preprocess(
  (value) =>
    (Array.isArray(value) ? value : [value]).map((item: unknown) =>
      typeof item === "number" ? { limit: item } : item,
    ),
  z
    .array(
      z.strictObject({
        limit: z.int().min(0),
        key: keySchema.optional(),
        scope: z.literal("fn").optional(),
      }),
    )
    .max(2),
);
const functionSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(triggerSchema).max(10),
  steps: z.strictObject({
    step: z.strictObject({
      id: z.string(),
      name: z.string().optional(),
      runtime: z.strictObject({ type: z.literal("http"), url: z.url() }),
      retries: z
        .strictObject({ attempts: z.int().min(0).max(RETRIES_MAX) })
        .optional(),
    }),
  }),
  concurrency: concurrencySchema.optional(),
  singleton: z
    .strictObject({ mode: z.literal("skip"), key: keySchema.optional() })
    .optional(),
});

/**
 * Reads one function of a registration. What this server does not know is refused by
 * an Error that names the function and the key, so that nobody relies on what is ignored.
 */
export function parseFunctionConfig(raw: unknown): FunctionConfig {
  const parsed = functionSchema.safeParse(raw);
  if (!parsed.success) throw new Error(describe(raw, parsed.error));
  const { id, name, triggers, steps, concurrency, singleton } = parsed.data;
  const { runtime, retries } = steps.step;
  return {
    slug: id,
    name: name ?? id,
    url: runtime.url,
    attemptsMax: retries ? retries.attempts + 1 : ATTEMPTS_DEFAULT,
    triggers: triggers.flatMap(({ event, expression }) =>
      event === undefined
        ? []
        : [
            {
              event,
              condition: expression ? parseCondition(expression) : null,
            },
          ],
    ),
    crons: triggers.flatMap(({ cron }) => (cron === undefined ? [] : [cron])),
    concurrency: (concurrency ?? [])
      .filter(({ limit }) => limit > 0)
      .map(({ limit, key = "" }) => ({ limit, key, path: parsePath(key) })),
    singleton: singleton ? { path: parsePath(singleton.key ?? "") } : null,
  };
}

/** Whether an event of this name, with this content, starts the function. */
export function isTriggeredBy(
  config: FunctionConfig,
  event: { name: string },
): boolean {
  return config.triggers.some(
    (trigger) =>
      isNameMatched(trigger.event, event.name) &&
      (trigger.condition?.(event) ?? true),
  );
}

function isNameMatched(pattern: string, name: string): boolean {
  if (!/[/.]\*$/.test(pattern)) return pattern === name;
  return name.startsWith(pattern.slice(0, -1));
}

function isCron(text: string): boolean {
  try {
    new Cron(text, { timezone: "UTC", mode: "5-part", paused: true });
    return !text.startsWith("@");
  } catch {
    return false;
  }
}

function describe(raw: unknown, error: z.ZodError): string {
  const slug = z.object({ id: z.string() }).safeParse(raw).data?.id ?? "?";
  const problems = error.issues.map((issue) => {
    const place = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return `${place}: ${issue.message}`;
    const keys = issue.keys.map((key) => (place ? `${place}.${key}` : key));
    return `${keys.join(", ")}: not supported by this server`;
  });
  return `Function "${slug}" is refused: ${problems.join("; ")}`;
}
