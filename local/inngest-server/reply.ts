import { z } from "zod";

export const operationSchema = z.object({
  op: z.string(),
  id: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.unknown().optional(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type Operation = z.infer<typeof operationSchema>;

/** An error as it is stored and shown to user code. */
export type StoredError = {
  name: string;
  message: string;
  stack?: string;
  cause?: unknown;
};
export type Outcome =
  | { kind: "result"; data: unknown }
  | {
      kind: "operations";
      operations: Operation[];
      requestVersion: number;
      retryAfterMs: number | null;
    }
  | {
      kind: "error";
      error: StoredError;
      isFinal: boolean;
      retryAfterMs: number | null;
      /** The call broke off or met something else than the SDK. */
      isUnanswered?: boolean;
    }
  | { kind: "slept" };

export type Reply = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
};

const RETRY_AFTER_MS_MIN = 1_000;
const RETRY_AFTER_MS_MAX = 86_400_000;
const OPERATIONS_MAX = 1_000;

const errorSchema = z.object({
  name: z.string().catch("Error"),
  message: z.string().catch(""),
  stack: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
});

/** What an app's answer to a call means. The header `x-inngest-no-retry` decides over the status. */
export function readReply(reply: Reply): Outcome {
  const body = parseJson(reply.text);
  if (header(reply, "x-inngest-sdk") === "") {
    const message = `Your server returned HTTP ${reply.status} before the SDK responded.`;
    const stack = reply.text.slice(0, 1_000);
    return { ...failure(reply, message, stack), isUnanswered: true };
  }
  if (reply.status === 200) return { kind: "result", data: body ?? null };
  if (reply.status === 206) return readOperations(reply, body);
  if (reply.status === 201) {
    return {
      ...failure(reply, "Streaming answers are not supported.", ""),
      isFinal: true,
    };
  }
  return errorOutcome(reply, readError(body));
}

/** A call that got no answer; it counts as an attempt. */
export function transportError(message: string): Outcome & { kind: "error" } {
  const error = { name: "Error", message };
  return {
    ...{ kind: "error", error, isFinal: false },
    ...{ retryAfterMs: null, isUnanswered: true },
  };
}

/** An error in the form that the SDK reads: without its marks, with its cause. */
export function readError(value: unknown): StoredError {
  const parsed = errorSchema.safeParse(value);
  if (!parsed.success) {
    return {
      name: "Error",
      message: JSON.stringify(value) || "no error given",
    };
  }
  const { name, message, stack, cause } = parsed.data;
  return {
    name,
    message,
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** How people know an operation's step. */
export function nameOf(item: Operation): string {
  return item.displayName ?? item.name ?? item.id;
}

/** A step that ran, as it is stored. */
export function stepResult(item: Operation) {
  return {
    id: item.id,
    name: nameOf(item),
    value: { data: item.data ?? null },
  };
}

function readOperations(reply: Reply, body: unknown): Outcome {
  const items = Array.isArray(body) ? body : [body];
  const parsed = z
    .array(operationSchema)
    .min(1)
    .max(OPERATIONS_MAX)
    .safeParse(items);
  if (!parsed.success) {
    return failure(reply, "The SDK's list of operations can't be read.", "");
  }
  return {
    kind: "operations",
    operations: parsed.data,
    requestVersion: Number(header(reply, "x-inngest-req-version")) || -1,
    retryAfterMs: retryAfter(reply),
  };
}

function failure(
  reply: Reply,
  message: string,
  stack: string,
): Outcome & { kind: "error" } {
  const name = "Server returned a fatal error";
  return errorOutcome(reply, { name, message, stack });
}

function errorOutcome(
  reply: Reply,
  error: StoredError,
): Outcome & { kind: "error" } {
  return {
    kind: "error",
    error,
    isFinal: header(reply, "x-inngest-no-retry") === "true",
    retryAfterMs: retryAfter(reply),
  };
}

/** Up to seven characters are seconds, more are a date. */
function retryAfter(reply: Reply): number | null {
  const text = header(reply, "retry-after");
  if (text === "") return null;
  const ms =
    text.length <= 7 ? Number(text) * 1000 : Date.parse(text) - Date.now();
  if (Number.isNaN(ms)) return null;
  const whole = Math.floor(ms / 1000) * 1000;
  return Math.min(Math.max(whole, RETRY_AFTER_MS_MIN), RETRY_AFTER_MS_MAX);
}

function header(reply: Reply, name: string): string {
  const value = reply.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

/** What is no JSON is taken as text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
