import { describe, expect, it } from "vitest";
import { aMessage } from "../testing/sample-message";
import { renderTeams } from "./render";

const KIB = 1_024;
const fact = (label: string, value: string) => ({
  type: "RichTextBlock",
  spacing: "Small",
  inlines: [
    { type: "TextRun", text: `${label}: `, isSubtle: true },
    { type: "TextRun", text: value },
  ],
});

describe("a card for Teams", () => {
  it("is one Adaptive Card as a message's attachment", () => {
    expect(renderTeams(aMessage())).toEqual({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          contentUrl: null,
          content: {
            $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            type: "AdaptiveCard",
            version: "1.4",
            msteams: { width: "Full" },
            fallbackText: "Sign-ups to Segment: Segment is down",
            body: [
              {
                type: "RichTextBlock",
                inlines: [
                  {
                    type: "TextRun",
                    text: "🔴 Sign-ups to Segment: Segment is down",
                    color: "Attention",
                    size: "Large",
                    weight: "Bolder",
                  },
                ],
              },
              {
                type: "RichTextBlock",
                inlines: [
                  {
                    type: "TextRun",
                    text: "Segment answered 503 to 40 requests in a row.",
                  },
                ],
              },
              fact("Sync", "Sign-ups to Segment"),
              fact("Waiting", "1,204 records"),
              fact("Since", "2026-11-25 14:02 UTC"),
              {
                type: "RichTextBlock",
                inlines: [
                  { type: "TextRun", text: "Sluice · Acme", isSubtle: true },
                ],
              },
            ],
            actions: [
              {
                type: "Action.OpenUrl",
                title: "Open in Sluice",
                url: "https://sluice.acme.io/runs/run_1",
              },
            ],
          },
        },
      ],
    });
  });

  it("stays below the 28 KB that Teams takes, in any script", () => {
    const long = "警".repeat(20_000);
    const facts = Array.from({ length: 40 }, () => ({
      label: long,
      value: long,
    }));
    const card = renderTeams(
      aMessage({ title: long, cause: long, workspaceName: long, facts }),
    );
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28 * KIB);
  });
});
