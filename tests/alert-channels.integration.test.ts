import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  mailUser,
  startMailServer,
  type MailServer,
} from "../lib/connectors/alert-channels/testing/mail-server";
import {
  startReceiver,
  type Receiver,
} from "../lib/connectors/alert-channels/testing/receiver";
import { startAlerting } from "./setup/alerting";
import { startEngine, type Engine } from "./setup/engine";
import { localhostCertificate } from "./setup/localhost-certificate";

let engine: Engine;
let alerting: Awaited<ReturnType<typeof startAlerting>>;
let receiver: Receiver;
let mailServer: MailServer;

beforeAll(async () => {
  engine = await startEngine();
  alerting = await startAlerting(engine);
  receiver = await startReceiver();
  mailServer = await startMailServer();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.script.length = 0;
});
afterAll(async () => {
  receiver.close();
  await mailServer.close();
  await engine.stop();
});

const create = (input: object) =>
  alerting.createAlertChannel({ ctx: engine.ctx, input });
const test = (id: string) =>
  alerting.testAlertChannel({ ctx: engine.ctx, input: { id } });

const email = () => ({
  name: "ops-mail",
  kind: "email",
  settings: {
    ...{ host: "localhost", port: String(mailServer.port) },
    ...{ from: "sluice@acme.io", to: "ops@acme.io, ann@acme.io" },
    certificateAuthority: localhostCertificate.cert,
  },
  credentials: mailUser,
});

describe("an alert channel", () => {
  it("sends a test over each kind, now, and logs it", async () => {
    const hook = { webhookUrl: `${receiver.url}/services/secret-path` };
    const inputs = [
      email(),
      { name: "ops-slack", kind: "slack", credentials: hook },
      { name: "ops-teams", kind: "teams", credentials: hook },
      {
        ...{
          name: "ops-pager",
          kind: "pagerduty",
          settings: { endpoint: receiver.url },
        },
        credentials: { integrationKey: "a secret key of 32 characters" },
      },
      { name: "ops-hook", kind: "webhook", settings: { url: receiver.url } },
    ];
    for (const input of inputs) {
      const { id, kind } = await create(input);
      expect(await test(id), kind).toMatchObject({ ok: true });
      const log = await alerting.logOf(id);
      expect(log).toMatchObject([
        { kind: "test", status: "sent", attempts: 1 },
      ]);
    }
    expect(receiver.received).toHaveLength(5);
    expect(mailServer.mails).toMatchObject([
      { to: ["ops@acme.io", "ann@acme.io"] },
    ]);
  });

  it("says what was wrong when a test fails, once, and keeps nothing waiting", async () => {
    const { id } = await create({
      name: "gone",
      kind: "webhook",
      settings: { url: receiver.url },
    });
    receiver.script.push({ status: 404, body: "no such hook" });
    const { ok, detail } = await test(id);
    expect(ok).toBe(false);
    expect(detail).toContain("404: no such hook");
    expect(await alerting.logOf(id)).toMatchObject([{ status: "failed" }]);
    expect(await alerting.deliverDue()).toMatchObject({ tried: 0 });
  });

  it("tells the alert and its recovery as one conversation by mail", async () => {
    mailServer.mails.length = 0;
    await alerting.tell(["ops-mail"], { alertKey: "threaded" });
    await alerting.tell(["ops-mail"], {
      alertKey: "threaded",
      kind: "resolve",
    });
    await alerting.deliverAll();
    const [first = "", second = ""] = mailServer.mails.map(({ raw }) => raw);
    const id = /^message-id: (<ntf_\w+@acme\.io>)/im.exec(first)?.[1];
    expect(id).toBeDefined();
    expect(second).toContain(`In-Reply-To: ${id ?? ""}`);
    expect(second).toContain("Subject: Re: [Sluice] ");
  });

  it("shows a secret that Sluice made once, and never again", async () => {
    const made = await create({
      name: "hooked",
      kind: "webhook",
      settings: { url: receiver.url },
    });
    expect(made.secret).toMatch(/^slw_\w{33}$/);
    const own = { secret: "a secret of my own making" };
    const given = await create({
      name: "own",
      kind: "webhook",
      settings: { url: receiver.url },
      credentials: own,
    });
    expect(given.secret).toBeNull();
    const page = { limit: 50, cursor: null };
    const shown = JSON.stringify([
      await alerting.listAlertChannels({ ctx: engine.ctx, input: page }),
      await alerting.updateAlertChannel({
        ctx: engine.ctx,
        input: { id: made.id, patch: {} },
      }),
      await engine.app.database().prisma.alertChannel.findMany(),
    ]);
    expect(shown).toContain("credentialsSet");
    for (const secret of [
      made.secret ?? "",
      own.secret,
      mailUser.password,
      "secret-path",
      "a secret key",
    ])
      expect(shown).not.toContain(secret);
  });

  it("keeps secrets out of its log, also when a server echoes them", async () => {
    const secret = "a secret that is echoed back";
    const { id } = await create({
      name: "echo",
      kind: "webhook",
      settings: { url: receiver.url },
      credentials: { secret },
    });
    receiver.script.push({ status: 500, body: `I got ${secret}` });
    const { detail } = await test(id);
    expect(detail).toContain("500: I got …");
    expect(JSON.stringify(await alerting.logOf(id))).not.toContain(secret);
  });

  it("names all that is wrong with it at once", async () => {
    const input = {
      ...email(),
      settings: { host: "a b", port: 0, from: "me", to: "" },
    };
    await expect(create(input)).rejects.toMatchObject({
      options: {
        problems: ["host", "port", "from", "to"].map(
          (name) =>
            expect.objectContaining({ path: `settings.${name}` }) as unknown,
        ),
      },
    });
    const open = { ...email(), name: "open" };
    await expect(
      create({ ...open, settings: { ...open.settings, security: "none" } }),
    ).rejects.toMatchObject({
      options: { problems: [{ path: "settings.security" }] },
    });
  });

  it("sends at once what waited, when it is mended", async () => {
    const { id } = await create({
      name: "mended",
      kind: "webhook",
      settings: { url: "http://127.0.0.1:9/" },
    });
    await alerting.tell([id]);
    await alerting.deliverDue();
    const patch = { settings: { url: receiver.url } };
    expect(
      await alerting.updateAlertChannel({
        ctx: engine.ctx,
        input: { id, patch },
      }),
    ).toMatchObject({ waiting: 1 });
    await alerting.deliverAll();
    expect(receiver.received).toHaveLength(1);
  });

  it("can't be renamed or deleted while a sync's alerts name it", async () => {
    const { id } = await create({
      name: "named",
      kind: "webhook",
      settings: { url: receiver.url },
    });
    const { syncId } = await engine.aLiveSync({
      alerts: { channels: ["named"] },
    });
    const { name } = await engine.app
      .database()
      .prisma.sync.findUniqueOrThrow({ where: { id: syncId } });
    const conflict = {
      code: "conflict",
      message: expect.stringContaining(name) as unknown,
    };
    const args = { ctx: engine.ctx, input: { id, patch: { name: "renamed" } } };
    await expect(alerting.removeAlertChannel(args)).rejects.toMatchObject(
      conflict,
    );
    await expect(alerting.updateAlertChannel(args)).rejects.toMatchObject(
      conflict,
    );
    expect(await alerting.getAlertChannel(args)).toMatchObject({
      usedBy: [name],
    });
    await engine.app.database().prisma.sync.delete({ where: { id: syncId } });
    await alerting.removeAlertChannel(args);
    await expect(alerting.getAlertChannel(args)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
