import type { AlertMessage } from "../../../alerts/message";
import { truncate } from "../../../alerts/truncate";
import { factsOf, headlineOf, signOf } from "../../../alerts/words";

/** Block Kit's limits: beyond one of them Slack refuses the whole message. */
const HEADER_MAX = 150;
const SECTION_MAX = 3_000;
const FIELDS_MAX = 10;
const FIELD_MAX = 2_000;
const LABEL_MAX = 100;
const URL_MAX = 3_000;
const CONTEXT_MAX = 300;
/** What a phone shows before the message is opened. */
const SUMMARY_MAX = 500;

/** The body for an incoming webhook. */
export function renderSlack(message: AlertMessage): object {
  const headline = `${signOf(message)} ${headlineOf(message)}`;
  return {
    text: escaped(truncate(`${headline}: ${message.cause}`, SUMMARY_MAX)),
    blocks: [
      { type: "header", text: plain(truncate(headline, HEADER_MAX)) },
      ...causeBlocks(message),
      { type: "section", fields: fieldsOf(message) },
      ...linkBlocks(message),
      { type: "context", elements: [marked(contextOf(message))] },
    ],
  };
}

const plain = (text: string) => ({ type: "plain_text", text, emoji: true });
const marked = (text: string) => ({ type: "mrkdwn", text });

/** As plain text: nothing in it can become a link or a mention. */
function causeBlocks({ cause }: AlertMessage): object[] {
  const text = truncate(cause.trim(), SECTION_MAX);
  return text === "" ? [] : [{ type: "section", text: plain(text) }];
}

function fieldsOf(message: AlertMessage): object[] {
  return factsOf(message)
    .slice(0, FIELDS_MAX)
    .map(({ label, value }) => {
      const title = `*${escaped(truncate(label, LABEL_MAX))}*\n`;
      return marked(title + escapedTo(value || "–", FIELD_MAX - title.length));
    });
}

function linkBlocks({ link }: AlertMessage): object[] {
  if (link === "" || link.length > URL_MAX) return [];
  const button = { type: "button", text: plain("Open in Sluice"), url: link };
  return [{ type: "actions", elements: [button] }];
}

const contextOf = ({ workspaceName, severity }: AlertMessage) =>
  escapedTo(`Sluice · ${workspaceName} · ${severity}`, CONTEXT_MAX);

/** Slack's three control characters: with them come links and mentions. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Escaping makes text longer, and a cut must not go through an escape. */
function escapedTo(text: string, max: number): string {
  let length = max;
  while (escaped(truncate(text, length)).length > max)
    length -= Math.max(1, (escaped(truncate(text, length)).length - max) >> 2);
  return escaped(truncate(text, length));
}
