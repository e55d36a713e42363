import type { AlertMessage } from "../../../alerts/message";
import { truncate } from "../../../alerts/truncate";
import { factsOf, headlineOf } from "../../../alerts/words";

const SUMMARY_MAX = 1_024;
const DETAIL_MAX = 2_000;
const DETAILS_MAX = 50;
const SOURCE_MAX = 255;

/** The event that opens an incident; `dedupKey` finds it again. */
export function renderTrigger(
  message: AlertMessage,
  routingKey: string,
  dedupKey: string,
): object {
  const { workspaceName, syncName, severity, startedAt, link } = message;
  return {
    routing_key: routingKey,
    event_action: "trigger",
    dedup_key: dedupKey,
    client: "Sluice",
    client_url: link,
    links: [{ href: link, text: "Open in Sluice" }],
    payload: {
      summary: truncate(headlineOf(message), SUMMARY_MAX),
      source: truncate(`Sluice: ${workspaceName}`, SOURCE_MAX),
      severity,
      timestamp: startedAt,
      ...(syncName === null
        ? {}
        : { component: truncate(syncName, SOURCE_MAX) }),
      group: truncate(workspaceName, SOURCE_MAX),
      custom_details: detailsOf(message),
    },
  };
}

/** The event that closes it. */
export const renderResolve = (
  routingKey: string,
  dedupKey: string,
): object => ({
  routing_key: routingKey,
  event_action: "resolve",
  dedup_key: dedupKey,
});

function detailsOf(message: AlertMessage): Record<string, string> {
  const facts = factsOf(message).slice(0, DETAILS_MAX);
  return Object.fromEntries([
    ["Cause", truncate(message.cause, DETAIL_MAX)],
    ...facts.map(({ label, value }) => [label, truncate(value, DETAIL_MAX)]),
  ]) as Record<string, string>;
}
