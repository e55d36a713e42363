import type { AlertMessage } from "./message";

type Fact = AlertMessage["facts"][number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NO_TITLE = "An alert without a title";

/** The one line that says it all, on one line. */
export function headlineOf({ kind, title }: AlertMessage): string {
  const line = title.replaceAll(/\s+/g, " ").trim() || NO_TITLE;
  return kind === "resolve" ? `Recovered: ${line}` : line;
}

/** A sign before the headline, where a channel shows text only. */
export function signOf({ kind, severity }: AlertMessage): string {
  if (kind === "resolve") return "✅";
  if (kind === "test") return "🔔";
  return { critical: "🚨", error: "🔴", warning: "🟠", info: "🔵" }[severity];
}

/** All facts as pairs: the sync, what the alert brings, and when. */
export function factsOf(message: AlertMessage): Fact[] {
  const { syncName, startedAt, endedAt } = message;
  return [
    ...(syncName === null ? [] : [{ label: "Sync", value: syncName }]),
    ...message.facts,
    { label: "Since", value: timeWords(startedAt) },
    ...(endedAt === null
      ? []
      : [
          { label: "Until", value: timeWords(endedAt) },
          { label: "Lasted", value: durationWords(startedAt, endedAt) },
        ]),
  ];
}

function timeWords(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function durationWords(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  if (Number.isNaN(ms)) return "unknown";
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min` : "less than a minute";
}
