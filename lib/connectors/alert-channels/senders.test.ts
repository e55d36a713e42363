import { webcrypto } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuardedConnect } from "../guarded-socket";
import { createHttp } from "../http";
import type { Outgoing } from "./channel";
import type { ChannelKind } from "./registry";
import { senders } from "./senders";
import { renderSlack } from "./slack/render";
import { renderTeams } from "./teams/render";
import { startReceiver, type Receiver } from "./testing/receiver";
import { aMessage, aRecovery } from "./testing/sample-message";

const SECRET = "slw_a secret of a test";
let receiver: Receiver;
const http = createHttp(["127.0.0.1"]);
const ways = { http, connect: createGuardedConnect(["127.0.0.1"]) };

beforeAll(async () => {
  receiver = await startReceiver();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.script.length = 0;
});
afterAll(async () => {
  await http.close();
  receiver.close();
});

const outgoing = (message = aMessage()): Outgoing => ({
  ...{ id: "ntf_1", message, earlier: [] },
  createdAt: new Date("2026-11-25T14:02:11.000Z"),
});

function targetOf(kind: ChannelKind) {
  const webhookUrl = `${receiver.url}/hook`;
  const targets = {
    slack: { settings: {}, credentials: { webhookUrl } },
    teams: { settings: {}, credentials: { webhookUrl } },
    pagerduty: {
      settings: { region: "us", endpoint: receiver.url },
      credentials: { integrationKey: "the key" },
    },
    webhook: {
      settings: { url: `${receiver.url}/hook` },
      credentials: { secret: SECRET },
    },
  };
  if (kind === "email") throw new Error("E-mail is no HTTP");
  return targets[kind];
}

const send = (kind: ChannelKind, message = aMessage()) =>
  senders[kind](ways, targetOf(kind), outgoing(message));

describe("a channel over HTTP", () => {
  it.each([
    ["slack", renderSlack],
    ["teams", renderTeams],
  ] as const)("posts what it renders to %s as JSON", async (kind, render) => {
    expect(await send(kind)).toMatchObject({ outcome: "sent", status: 200 });
    expect(receiver.bodies()).toEqual([render(aMessage())]);
    expect(receiver.received[0]).toMatchObject({
      path: "/hook",
      headers: { "content-type": "application/json" },
    });
  });

  it("opens, closes and tests an incident at PagerDuty by one key", async () => {
    await send("pagerduty");
    await send("pagerduty", aRecovery());
    await send(
      "pagerduty",
      aMessage({ kind: "test", alertKey: "k".repeat(300) }),
    );
    const events = receiver.bodies() as {
      event_action: string;
      dedup_key: string;
      routing_key: string;
    }[];
    expect(receiver.received.every(({ path }) => path === "/v2/enqueue")).toBe(
      true,
    );
    expect(events.map(({ event_action: action }) => action)).toEqual([
      ...["trigger", "resolve", "trigger", "resolve"],
    ]);
    expect(events[1]?.dedup_key).toBe("alert-1");
    expect(events[0]?.dedup_key).toBe("alert-1");
    expect(events[2]?.dedup_key).toMatch(/^[0-9a-f]{64}$/);
    expect(events[3]?.dedup_key).toBe(events[2]?.dedup_key);
  });

  it("tries a wrong key of PagerDuty again, since somebody can mend it", async () => {
    const answer = {
      status: "invalid event",
      errors: ["'routing_key' is invalid"],
    };
    receiver.script.push({ status: 400, body: JSON.stringify(answer) });
    expect(await send("pagerduty")).toMatchObject({
      outcome: "later",
      status: 400,
    });
    receiver.script.push({ status: 400, body: '{"errors":["too long"]}' });
    expect(await send("pagerduty")).toMatchObject({ outcome: "refused" });
  });

  it.each([
    [200, "sent"],
    [202, "sent"],
    [302, "later"],
    [400, "refused"],
    [401, "later"],
    [404, "later"],
    [410, "later"],
    [413, "refused"],
    [429, "later"],
    [500, "later"],
    [503, "later"],
  ])("takes an answer %i as: %s", async (status, outcome) => {
    receiver.script.push({
      status,
      body: "no_service",
      headers: { location: "/" },
    });
    const result = await send("slack");
    expect(result).toMatchObject({ outcome, status });
    expect(result.detail).toContain(`Slack answered ${status}`);
    expect(receiver.received).toHaveLength(1);
  });

  it("hears how long it is to wait", async () => {
    const headers = { "retry-after": "90" };
    receiver.script.push({ status: 429, headers });
    expect(await send("teams")).toMatchObject({
      ...{ retryAfterSeconds: 90, isThrottled: true },
    });
  });

  it("tells nobody's secret when it can't be reached", async () => {
    const credentials = { webhookUrl: "http://127.0.0.1:9/services/secret" };
    const result = await senders.slack(
      ways,
      { settings: {}, credentials },
      outgoing(),
    );
    expect(result.outcome).toBe("later");
    expect(result.detail).toContain("127.0.0.1:9 can't be reached");
    expect(result.detail).not.toContain("secret");
  });

  it("reaches no private address that is not allowed", async () => {
    const closed = createHttp([]);
    const result = await senders.webhook(
      { ...ways, http: closed },
      targetOf("webhook"),
      outgoing(),
    );
    await closed.close();
    expect(result).toMatchObject({ outcome: "later", status: null });
    expect(result.detail).toContain("OUTBOUND_ALLOW");
    expect(receiver.received).toHaveLength(0);
  });
});

describe("a signed webhook", () => {
  it("is what another implementation of HMAC says it is", async () => {
    const before = Math.floor(Date.now() / 1_000);
    await send("webhook");
    const [received] = receiver.received;
    expect(JSON.parse(received?.body ?? "")).toEqual({
      id: "ntf_1",
      type: "alert.trigger",
      createdAt: "2026-11-25T14:02:11.000Z",
      data: aMessage(),
    });
    expect(received?.headers["sluice-event-id"]).toBe("ntf_1");
    const header = String(received?.headers["sluice-signature"]);
    const [, t = "", v1 = ""] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    expect(Number(t) - before).toBeLessThanOrEqual(2);
    expect(await verify(SECRET, `${t}.${received?.body ?? ""}`, v1)).toBe(true);
    expect(await verify(SECRET, `${t}.${received?.body ?? ""} `, v1)).toBe(
      false,
    );
    expect(await verify("another", `${t}.${received?.body ?? ""}`, v1)).toBe(
      false,
    );
  });
});

/** Web Crypto, where the sender uses Node's own. */
async function verify(secret: string, text: string, hex: string) {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = encoder.encode(secret);
  const { subtle } = webcrypto;
  const key = await subtle.importKey("raw", bytes, algorithm, false, [
    "verify",
  ]);
  const signature = Buffer.from(hex, "hex");
  return subtle.verify("HMAC", key, signature, encoder.encode(text));
}
