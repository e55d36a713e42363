export const LOG_LEVELS = ["info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Numbers, statuses and our own sentences: never what a record contains. */
export type LogFields = Record<string, string | number | boolean | null>;

export type LogLine = { level: LogLevel; kind: string; fields: LogFields };

type Words = (fields: LogFields) => string;

const WAITING: Record<string, string> = {
  throttled: "Waiting: the destination takes no more for now.",
  down: "Waiting: the destination does not answer well.",
  held: "Held until somebody acts.",
};
const BREAKER: Record<string, string> = {
  open: "The breaker opened: nothing is sent until a probe succeeds.",
  half_open: "The breaker lets one request try.",
  closed: "The breaker closed: requests go out again.",
};

/** What each kind of line says; one that is not known here says its own name. */
const WORDS: Record<string, Words> = {
  opened: ({ trigger, version }) =>
    `Run opened (${trigger === "manual" ? "asked for" : text(trigger)}), version ${text(version)}.`,
  chunk: (fields) =>
    `Chunk ${count(fields.chunk)}: ${counts(fields)}; ${plural(fields.requests, "request")} in ${count(fields.ms)} ms.`,
  bisected: ({ requests }) =>
    `A batch was refused for a record in it and was halved: ${plural(requests, "refusal")}.`,
  rejected: ({ records, status }) =>
    `${plural(records, "record")} rejected by the destination (${status === null ? "no answer" : `HTTP ${text(status)}`}), now dead letters.`,
  alone: ({ records }) =>
    `${plural(records, "record")} failed alone while others were taken: each waits by itself, with its person's later ones behind it.`,
  fault: ({ message, pending, retries }) =>
    `${text(message)} ${plural(pending, "record")} pending after ${plural(retries, "retry", "retries")}.`,
  waiting: ({ reason, detail }) =>
    [WAITING[String(reason)] ?? "Waiting.", detail ?? ""].join(" ").trim(),
  well: ({ seconds }) => `Goes on after ${duration(seconds)}.`,
  breaker: ({ state, status }) =>
    `${BREAKER[String(state)] ?? `The breaker is ${text(state)}.`}${status === null || status === undefined ? "" : ` Last answer: HTTP ${text(status)}.`}`,
  paused: () => "The sync was paused.",
  resumed: () => "The sync was resumed.",
  failed: ({ message }) => text(message),
  stopped: ({ pending }) =>
    Number(pending) > 0
      ? `Reads no more; ${plural(pending, "record")} still pending.`
      : "Reads no more.",
  reopened: ({ pending }) =>
    `Open again: ${plural(pending, "record")} pending.`,
  closed: (fields) => `Run ended, ${text(fields.status)}: ${counts(fields)}.`,
};

export function wordsOfLine({ kind, fields }: Omit<LogLine, "level">): string {
  return WORDS[kind]?.(fields) ?? `${kind} ${JSON.stringify(fields)}`;
}

const OUTCOMES = ["filtered", "invalid", "delivered", "rejected", "pending"];

/** What was read, and what came of it, without the zeros. */
function counts(fields: LogFields): string {
  const named = ["read", ...OUTCOMES]
    .filter((name) => Number(fields[name] ?? 0) > 0)
    .map((name) => `${count(fields[name])} ${name}`);
  return named.length === 0 ? "nothing settled" : named.join(", ");
}

const text = (value: LogFields[string] | undefined) => String(value ?? "–");

const count = (value: LogFields[string] | undefined) =>
  Number(value ?? 0).toLocaleString("en");

function plural(
  value: LogFields[string] | undefined,
  one: string,
  many = `${one}s`,
): string {
  return `${count(value)} ${Number(value) === 1 ? one : many}`;
}

function duration(value: LogFields[string] | undefined): string {
  const seconds = Number(value ?? 0);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
