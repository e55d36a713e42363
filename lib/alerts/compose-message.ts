import type { Finding } from "./finding";
import type { Incident, Send } from "./lifecycle";
import type { AlertMessage } from "./message";
import type { Severity } from "./rule";
import { clockWords, durationWords, sinceSeconds } from "./number-words";

type Told = Pick<Finding, "title" | "cause" | "facts"> & {
  alertKey: string;
  severity: Severity;
  workspaceName: string;
  syncName: string | null;
  link: string;
};

/** What channels are told of an alert: its beginning, that it goes on, or its end. */
export function composeMessage(
  told: Told,
  { openedAt, recoveredAt }: Incident,
  send: Send,
  now: Date,
): AlertMessage {
  const endedAt = send === "resolve" ? (recoveredAt ?? now) : null;
  const lasted = durationWords(sinceSeconds(openedAt, endedAt ?? now));
  return {
    ...told,
    kind: send === "resolve" ? "resolve" : "trigger",
    cause: causeOf(told.cause, send, { openedAt, endedAt, lasted }),
    startedAt: openedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function causeOf(
  cause: string,
  send: Send,
  times: { openedAt: Date; endedAt: Date | null; lasted: string },
): string {
  if (send === "trigger") return cause;
  if (send === "reminder")
    return `Still so after ${times.lasted}, since ${clockWords(times.openedAt)}. ${cause}`;
  return `Well again since ${clockWords(times.endedAt ?? times.openedAt)}; it lasted ${times.lasted}. It was: ${cause}`;
}
