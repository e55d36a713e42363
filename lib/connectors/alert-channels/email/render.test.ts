import { describe, expect, it } from "vitest";
import { aMessage, aRecovery } from "../testing/sample-message";
import { renderEmail } from "./render";

describe("an e-mail", () => {
  it("has the cause on top in plain text", () => {
    expect(renderEmail(aMessage(), false)).toMatchObject({
      subject: "[Sluice] Sign-ups to Segment: Segment is down",
      text: [
        "🔴 Sign-ups to Segment: Segment is down",
        "Segment answered 503 to 40 requests in a row.",
        "Sync: Sign-ups to Segment\nWaiting: 1,204 records\nSince: 2026-11-25 14:02 UTC",
        "https://sluice.acme.io/runs/run_1",
        "Sluice, workspace Acme",
      ].join("\n\n"),
    });
  });

  it("keeps the alert's subject when it tells the recovery as a reply", () => {
    expect(renderEmail(aRecovery(), true).subject).toBe(
      "Re: [Sluice] Sign-ups to Segment: Segment is down",
    );
    expect(renderEmail(aRecovery(), false).subject).toBe(
      "[Sluice] Recovered: Sign-ups to Segment: Segment is down",
    );
  });

  it("shows text in HTML as it is, and lets none of it be markup", () => {
    const evil = `<img src=x onerror="alert(1)"> 'a' & b`;
    const { html, subject } = renderEmail(
      aMessage({
        ...{
          title: `${evil}\r\nBcc: all@acme.io`,
          cause: evil,
          link: `"${evil}`,
        },
        ...{ workspaceName: evil, syncName: evil },
        facts: [{ label: evil, value: evil }],
      }),
      false,
    );
    expect(html).not.toContain("<img");
    expect(
      html.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/g),
    ).toHaveLength(7);
    expect(subject).not.toMatch(/[\r\n]/);
  });
});
