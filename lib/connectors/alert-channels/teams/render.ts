import type { AlertMessage } from "../../../alerts/message";
import { truncate } from "../../../alerts/truncate";
import { factsOf, headlineOf, signOf } from "../../../alerts/words";

/** Together they stay below the 28 KB that Teams takes, in any script. */
const HEADLINE_MAX = 300;
const CAUSE_MAX = 2_000;
const FACTS_MAX = 12;
const LABEL_MAX = 60;
const VALUE_MAX = 300;

/** What a workflow with a webhook trigger takes: one Adaptive Card as a message's attachment. */
export function renderTeams(message: AlertMessage): object {
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: cardOf(message),
      },
    ],
  };
}

function cardOf(message: AlertMessage): object {
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    fallbackText: truncate(headlineOf(message), HEADLINE_MAX),
    body: bodyOf(message),
    actions: [
      { type: "Action.OpenUrl", title: "Open in Sluice", url: message.link },
    ],
  };
}

/**
 * Runs of text, since those are shown as they are: a TextBlock or a Fact would
 * read Markdown, and with it links that somebody wrote into a record.
 */
function bodyOf(message: AlertMessage): object[] {
  const headline = `${signOf(message)} ${headlineOf(message)}`;
  const color = message.kind === "resolve" ? "Good" : colorOf(message);
  const cause = truncate(message.cause.trim(), CAUSE_MAX);
  return [
    line({ text: truncate(headline, HEADLINE_MAX), color, size: "Large" }),
    ...(cause === "" ? [] : [line({ text: cause })]),
    ...factsOf(message)
      .slice(0, FACTS_MAX)
      .map(({ label, value }) => ({
        type: "RichTextBlock",
        spacing: "Small",
        inlines: [
          run({ text: `${truncate(label, LABEL_MAX)}: `, isSubtle: true }),
          run({ text: truncate(value || "–", VALUE_MAX) }),
        ],
      })),
    line({
      text: `Sluice · ${truncate(message.workspaceName, LABEL_MAX)}`,
      isSubtle: true,
    }),
  ];
}

const run = (style: object) => ({ type: "TextRun", ...style });

const line = ({
  size,
  ...style
}: {
  text: string;
  color?: string;
  size?: string;
  isSubtle?: boolean;
}) => ({
  type: "RichTextBlock",
  inlines: [
    run(size === undefined ? style : { ...style, size, weight: "Bolder" }),
  ],
});

function colorOf({ kind, severity }: AlertMessage): string {
  if (kind === "test" || severity === "info") return "Accent";
  return severity === "warning" ? "Warning" : "Attention";
}
