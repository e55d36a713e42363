import { describe, expect, it } from "vitest";
import { aMessage } from "../testing/sample-message";
import { renderResolve, renderTrigger } from "./render";

describe("an event for PagerDuty", () => {
  it("opens an incident with the cause and the facts", () => {
    expect(renderTrigger(aMessage(), "the key", "alert-1")).toEqual({
      routing_key: "the key",
      event_action: "trigger",
      dedup_key: "alert-1",
      client: "Sluice",
      client_url: "https://sluice.acme.io/runs/run_1",
      links: [
        { href: "https://sluice.acme.io/runs/run_1", text: "Open in Sluice" },
      ],
      payload: {
        summary: "Sign-ups to Segment: Segment is down",
        source: "Sluice: Acme",
        severity: "error",
        timestamp: "2026-11-25T14:02:10.000Z",
        component: "Sign-ups to Segment",
        group: "Acme",
        custom_details: {
          Cause: "Segment answered 503 to 40 requests in a row.",
          Sync: "Sign-ups to Segment",
          Waiting: "1,204 records",
          Since: "2026-11-25 14:02 UTC",
        },
      },
    });
  });

  it("closes it by the same key", () => {
    expect(renderResolve("the key", "alert-1")).toEqual({
      ...{ routing_key: "the key", event_action: "resolve" },
      dedup_key: "alert-1",
    });
  });

  it("keeps to PagerDuty's limits", () => {
    const event = renderTrigger(
      aMessage({ title: "t".repeat(5_000), syncName: null }),
      ...(["key", "alert-1"] as const),
    ) as { payload: { summary: string; component?: string } };
    expect(event.payload.summary).toHaveLength(1_024);
    expect(event.payload).not.toHaveProperty("component");
  });
});
