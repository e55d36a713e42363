import { describe, expect, it } from "vitest";
import { ConnectorError } from "../connector-error";
import type { Http } from "../http";
import { postBatch } from "./client";

const target = {
  trackingEndpoint: "https://api.segment.io",
  settingsEndpoint: "https://cdn-settings.segment.com",
  writeKey: "w".repeat(32),
};

function post(status: number, text: string) {
  const http: Http = {
    send: async () => ({
      ...{ status, text },
      ...{ retryAfter: null, rateLimitReset: null },
    }),
    close: () => Promise.resolve(),
  };
  return postBatch(http, target, ["{}"], new Date(0));
}

describe("posting a batch", () => {
  it("takes Segment's own 200 for an acknowledgement", async () => {
    expect(await post(200, '{"success": true}')).toMatchObject({ status: 200 });
  });

  it.each([
    '{"success": tr',
    "<html>Sign in to the network</html>",
    "",
    '{"success": false}',
  ])("takes a 200 with %j for no answer at all", async (text) => {
    await expect(post(200, text)).rejects.toBeInstanceOf(ConnectorError);
  });

  it("takes another success than 200 for no answer either", async () => {
    const answer = post(202, '{"success": true}');
    await expect(answer).rejects.toBeInstanceOf(ConnectorError);
  });

  it("hands every other status on, whatever came with it", async () => {
    expect(await post(502, "Bad Gateway")).toMatchObject({ status: 502 });
  });
});
