import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aMessage, aRecovery } from "../testing/sample-message";
import { renderSlack } from "./render";

const field = (label: string, value: string) => ({
  type: "mrkdwn",
  text: `*${label}*\n${value}`,
});

describe("a message for Slack", () => {
  it("has a header, the cause, the facts, a button and where it is from", () => {
    expect(renderSlack(aMessage())).toEqual({
      text: "🔴 Sign-ups to Segment: Segment is down: Segment answered 503 to 40 requests in a row.",
      blocks: [
        {
          type: "header",
          text: {
            type: "plain_text",
            text: "🔴 Sign-ups to Segment: Segment is down",
            emoji: true,
          },
        },
        {
          type: "section",
          text: {
            type: "plain_text",
            text: "Segment answered 503 to 40 requests in a row.",
            emoji: true,
          },
        },
        {
          type: "section",
          fields: [
            field("Sync", "Sign-ups to Segment"),
            field("Waiting", "1,204 records"),
            field("Since", "2026-11-25 14:02 UTC"),
          ],
        },
        {
          type: "actions",
          elements: [
            {
              type: "button",
              text: { type: "plain_text", text: "Open in Sluice", emoji: true },
              url: "https://sluice.acme.io/runs/run_1",
            },
          ],
        },
        {
          type: "context",
          elements: [{ type: "mrkdwn", text: "Sluice · Acme · error" }],
        },
      ],
    });
  });

  it("says that an alert is over, and how long it lasted", () => {
    const { text, blocks } = renderSlack(aRecovery()) as {
      text: string;
      blocks: { fields?: object[] }[];
    };
    expect(text).toBe(
      "✅ Recovered: Sign-ups to Segment: Segment is down: Segment takes requests again.",
    );
    expect(blocks[2]?.fields).toContainEqual(field("Lasted", "1 h 5 min"));
  });

  it("lets no text become a link or a mention", () => {
    const evil = "<!channel> & <https://evil.io|here>";
    const rendered = JSON.stringify(
      renderSlack(
        aMessage({ title: evil, facts: [{ label: evil, value: evil }] }),
      ),
    );
    const marked = rendered.match(/"mrkdwn","text":"[^"]*"/g) ?? [];
    expect(marked.length).toBeGreaterThan(3);
    for (const one of marked) expect(one).not.toMatch(/[<>]/);
    expect(rendered).toContain("&lt;!channel&gt; &amp; ");
  });

  it("stays within Block Kit's limits, whatever it is told", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "&", "<", "🚨", " ", "\n"),
      maxLength: 9_000,
    });
    const facts = fc.array(fc.record({ label: text, value: text }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(text, text, facts, (title, cause, some) => {
        const { blocks } = renderSlack(
          aMessage({ title, cause, facts: some }),
        ) as {
          blocks: {
            type: string;
            text?: { text: string };
            fields?: { text: string }[];
          }[];
        };
        for (const block of blocks) {
          const { length } = block.text?.text ?? "-";
          expect(length).toBeGreaterThan(0);
          expect(length).toBeLessThanOrEqual(
            block.type === "header" ? 150 : 3_000,
          );
          expect(block.fields?.length ?? 1).toBeLessThanOrEqual(10);
          for (const one of block.fields ?? []) {
            expect(one.text.length).toBeLessThanOrEqual(2_000);
            expect(one.text).not.toMatch(/&(?!(amp|lt|gt);)/);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
