import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  startReceiver,
  type Receiver,
} from "../lib/connectors/alert-channels/testing/receiver";
import { aMessage } from "../lib/connectors/alert-channels/testing/sample-message";
import { startAlerting } from "./setup/alerting";
import { startEngine, type Engine } from "./setup/engine";

const ROOT = join(import.meta.dirname, "..");
let engine: Engine;
let alerting: Awaited<ReturnType<typeof startAlerting>>;
let receiver: Receiver;

beforeAll(async () => {
  engine = await startEngine();
  alerting = await startAlerting(engine);
  receiver = await startReceiver();
});
beforeEach(async () => {
  await alerting.forgetAll();
  receiver.received.length = 0;
  receiver.script.length = 0;
});
afterAll(async () => {
  receiver.close();
  await engine.stop();
});

const eventIds = () =>
  receiver.received.map(({ headers }) => headers["sluice-event-id"]);
const kinds = () =>
  (receiver.bodies() as { data: { kind: string } }[]).map(
    ({ data }) => data.kind,
  );

describe("the outbox", () => {
  it("sends nothing of a transaction that is rolled back", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    await expect(
      engine.app.inTransaction(async (client) => {
        const { notify } = alerting;
        const { workspaceId } = engine.ctx;
        const message = aMessage();
        await notify(client, {
          workspaceId,
          alertId: null,
          channelIds: [id],
          dedupKey: "a",
          message,
        });
        throw new Error("changed its mind");
      }),
    ).rejects.toThrow("changed its mind");
    await alerting.deliverAll();
    expect(receiver.received).toHaveLength(0);
    expect(await alerting.logOf(id)).toHaveLength(0);
  });

  it("tells each channel once of what is decided again", async () => {
    const first = await alerting.aWebhook(receiver.url);
    const second = await alerting.aWebhook(receiver.url);
    const both = [first.id, second.name];
    expect(await alerting.tell(both, {}, "alert-1 trigger")).toHaveLength(2);
    expect(await alerting.tell(both, {}, "alert-1 trigger")).toEqual([]);
    await alerting.deliverAll();
    expect(await alerting.tell(both, {}, "alert-1 trigger")).toEqual([]);
    await alerting.deliverAll();
    expect(receiver.received).toHaveLength(2);
  });

  it("passes over channels that are gone, or another workspace's", async () => {
    await engine.app.bootstrap({
      email: "eve@other.io",
      password: "a long password",
      apiKey: null,
    });
    const other = await engine.app
      .database()
      .prisma.workspace.findFirstOrThrow({
        where: { id: { not: engine.ctx.workspaceId } },
      });
    const foreign = await alerting.createAlertChannel({
      ctx: { ...engine.ctx, workspaceId: other.id },
      input: {
        name: "theirs",
        kind: "webhook",
        settings: { url: receiver.url },
      },
    });
    expect(await alerting.tell([foreign.id, "theirs", "chn_gone"])).toEqual([]);
  });

  it("forgets what is finished after retention, and never what waits", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    await alerting.tell([id], { alertKey: "a" });
    await alerting.deliverAll();
    await alerting.tell([id], { alertKey: "b" });
    const later = new Date(Date.now() + 31 * 86_400_000);
    const forgotten = await alerting.forgetNotifications({
      retentionDays: 30,
      now: later,
    });
    expect(forgotten).toEqual({ notificationsDeleted: 1 });
    expect((await alerting.logOf(id)).map(({ status }) => status)).toEqual([
      "waiting",
    ]);
  });
});

describe("a notification", () => {
  it("is tried again after 500 and 429, and logged each time", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    const [notificationId] = await alerting.tell([id]);
    receiver.script.push(
      { status: 500, body: "oops" },
      { status: 429, headers: { "retry-after": "40" } },
    );
    for (let turn = 0; turn < 3; turn += 1) {
      await alerting.deliverAll();
      await alerting.endWaits();
    }
    expect(eventIds()).toEqual(Array(3).fill(notificationId));
    const [entry] = await alerting.logOf(id);
    expect(entry).toMatchObject({ status: "sent", attempts: 3, nextAt: null });
    expect(
      entry?.tries.map(({ outcome, status }) => [outcome, status]),
    ).toEqual([
      ...[
        ["sent", 200],
        ["later", 429],
        ["later", 500],
      ],
    ]);
  });

  it("and all others of its channel wait as long as a 429 asks", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    await alerting.tell([id], { alertKey: "a" });
    await alerting.tell([id], { alertKey: "b" });
    receiver.script.push({ status: 429, headers: { "retry-after": "40" } });
    const { nextMs } = await alerting.deliverDue();
    expect(nextMs).toBeGreaterThan(38_000);
    expect(nextMs).toBeLessThanOrEqual(40_000);
    expect(receiver.received).toHaveLength(1);
  });

  it("is given up at once when it is refused for itself, or after a day", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    await alerting.tell([id], { alertKey: "a" });
    receiver.script.push({ status: 422 });
    await alerting.deliverAll();
    await alerting.tell([id], { alertKey: "b" });
    await engine.app
      .database()
      .pool.query(
        "UPDATE data.notification SET created_at = now() - interval '25 hours' WHERE status = 'waiting'",
      );
    receiver.script.push({ status: 503 });
    await alerting.deliverAll();
    expect((await alerting.logOf(id)).map(({ status }) => status)).toEqual([
      "failed",
      "failed",
    ]);
    expect(
      await alerting.getAlertChannel({ ctx: engine.ctx, input: { id } }),
    ).toMatchObject({
      waiting: 0,
      last: { status: "failed" },
    });
  });

  it("never overtakes what was to be told of its alert before", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    await alerting.tell([id], { alertKey: "a" });
    await alerting.tell([id], { alertKey: "a", kind: "resolve" });
    await alerting.tell([id], { alertKey: "b" });
    receiver.script.push({ status: 503 });
    await alerting.deliverAll();
    expect(kinds()).toEqual(["trigger", "trigger"]);
    await alerting.endWaits();
    await alerting.deliverAll();
    expect(kinds()).toEqual(["trigger", "trigger", "trigger", "resolve"]);
  });

  it("is sent once by several processes side by side", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    for (let alert = 0; alert < 12; alert += 1)
      await alerting.tell([id], { alertKey: `alert-${alert}` });
    await Promise.all(Array.from({ length: 5 }, () => alerting.deliverAll()));
    await alerting.deliverAll();
    expect(new Set(eventIds()).size).toBe(12);
    expect(receiver.received).toHaveLength(12);
  });

  it("is sent again, as the same one, after a kill between sending and booking", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    const [notificationId] = await alerting.tell([id]);
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "tests/setup/deliver-once.ts"],
      {
        ...{ cwd: ROOT, env: process.env, stdio: "ignore" as const },
      },
    );
    receiver.hooks.onRequest = () => child.kill("SIGKILL");
    await once(child, "exit");
    receiver.hooks.onRequest = null;
    expect(receiver.received).toHaveLength(1);
    expect(await alerting.deliverDue()).toMatchObject({ tried: 0 });
    await alerting.endLeases();
    await alerting.deliverAll();
    expect(eventIds()).toEqual([notificationId, notificationId]);
    expect(await alerting.logOf(id)).toMatchObject([
      { status: "sent", attempts: 2 },
    ]);
  });

  it("is booked by whoever holds it now, not by who was too slow", async () => {
    const { id } = await alerting.aWebhook(receiver.url);
    await alerting.tell([id]);
    const { claimDue } = await import("../lib/services/notification/claim");
    const { settle } = await import("../lib/services/notification/settle");
    const [slow] = await claimDue();
    if (slow === undefined) throw new Error("Nothing was due");
    await alerting.endLeases();
    await alerting.deliverAll();
    await settle(slow, {
      ...{ outcome: "refused", status: 422, detail: "late", tookMs: 1 },
      ...{ retryAfterSeconds: null, isThrottled: false },
    });
    expect(await alerting.logOf(id)).toMatchObject([
      { status: "sent", tries: [{ outcome: "sent" }] },
    ]);
  });
});
