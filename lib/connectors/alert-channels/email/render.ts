import type { AlertMessage } from "../../../alerts/message";
import { truncate } from "../../../alerts/truncate";
import { factsOf, headlineOf, signOf } from "../../../alerts/words";

const SUBJECT_MAX = 200;
const CAUSE_MAX = 10_000;
const ACCENTS = {
  ...{ critical: "#b42318", error: "#b42318", warning: "#b54708" },
  ...{ info: "#175cd3", resolve: "#067647" },
} as const;

export type EmailParts = { subject: string; text: string; html: string };

/**
 * Subject and both bodies. A recovery keeps its alert's subject as a reply:
 * some readers (Gmail) only then show both as one conversation.
 */
export function renderEmail(
  message: AlertMessage,
  isReply: boolean,
): EmailParts {
  const subject = isReply
    ? `Re: [Sluice] ${headlineOf({ ...message, kind: "trigger" })}`
    : `[Sluice] ${headlineOf(message)}`;
  return {
    subject: truncate(subject, SUBJECT_MAX),
    text: textOf(message),
    html: htmlOf(message),
  };
}

function textOf(message: AlertMessage): string {
  const facts = factsOf(message).map(
    ({ label, value }) => `${label}: ${value}`,
  );
  return [
    `${signOf(message)} ${headlineOf(message)}`,
    truncate(message.cause, CAUSE_MAX),
    facts.join("\n"),
    message.link,
    `Sluice, workspace ${message.workspaceName}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function htmlOf(message: AlertMessage): string {
  const accent =
    message.kind === "resolve" ? ACCENTS.resolve : ACCENTS[message.severity];
  const rows = factsOf(message).map(
    ({ label, value }) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#5f6672;vertical-align:top;white-space:nowrap">${escaped(label)}</td><td style="padding:2px 0">${escaped(value)}</td></tr>`,
  );
  return [
    `<!doctype html><html lang="en"><body style="margin:0;padding:24px;background:#f6f7f9;font:15px/1.5 -apple-system,'Segoe UI',Roboto,sans-serif;color:#1b1f27">`,
    `<div style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e3e5ea;border-top:4px solid ${accent};border-radius:6px">`,
    `<h1 style="margin:0 0 12px;font-size:19px;line-height:1.3">${escaped(headlineOf(message))}</h1>`,
    `<p style="margin:0 0 16px;white-space:pre-line">${escaped(truncate(message.cause, CAUSE_MAX))}</p>`,
    `<table role="presentation" cellspacing="0" cellpadding="0" style="margin:0 0 20px;font-size:14px">${rows.join("")}</table>`,
    `<a href="${escaped(message.link)}" style="display:inline-block;padding:8px 14px;background:#1b1f27;color:#ffffff;text-decoration:none;border-radius:6px">Open in Sluice</a>`,
    `<p style="margin:20px 0 0;font-size:12px;color:#5f6672">Sluice · ${escaped(message.workspaceName)}</p>`,
    `</div></body></html>`,
  ].join("\n");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
