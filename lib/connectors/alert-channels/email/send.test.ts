import {
  afterEach,
  beforeAll,
  afterAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { localhostCertificate } from "../../../../tests/setup/localhost-certificate";
import { createGuardedConnect } from "../../guarded-socket";
import { createHttp } from "../../http";
import type { Outgoing } from "../channel";
import {
  mailUser,
  startMailServer,
  type MailServer,
} from "../testing/mail-server";
import { aMessage, aRecovery } from "../testing/sample-message";
import { sendEmail } from "./send";

const http = createHttp([]);
const allowed = createGuardedConnect(["localhost", "127.0.0.1", "::1"]);
let server: MailServer;

beforeAll(async () => {
  server = await startMailServer();
});
beforeEach(() => {
  server.mails.length = 0;
  Object.assign(server.refusals, { data: null, recipient: null });
});
afterAll(async () => {
  await server.close();
  await http.close();
});

const settingsOf = (port: number, changes: object = {}) => ({
  ...{ host: "localhost", port, security: "starttls" },
  ...{ from: "sluice@acme.io", to: ["ops@acme.io", "ann@acme.io"] },
  certificateAuthority: localhostCertificate.cert,
  ...changes,
});

const send = (
  changes: {
    port?: number;
    settings?: object;
    credentials?: object;
    outgoing?: Partial<Outgoing>;
    connect?: typeof allowed;
  } = {},
) =>
  sendEmail(
    { http, connect: changes.connect ?? allowed },
    {
      settings: settingsOf(changes.port ?? server.port, changes.settings),
      credentials: changes.credentials ?? mailUser,
    },
    {
      ...{ id: "ntf_1", message: aMessage(), createdAt: new Date() },
      ...{ earlier: [], ...changes.outgoing },
    },
  );

const headerOf = (raw: string, name: string) =>
  new RegExp(`^${name}: ((?:.|\\r\\n[ \\t])*)\\r$`, "mi")
    .exec(raw)?.[1]
    ?.replaceAll(/\r\n\s+/g, " ");

describe("an e-mail", () => {
  it("goes through STARTTLS, signed in, to everybody, as text and HTML", async () => {
    expect(await send()).toMatchObject({ outcome: "sent", status: 250 });
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      ...{ from: "sluice@acme.io", to: ["ops@acme.io", "ann@acme.io"] },
      isSecure: true,
    });
    const raw = mail?.raw ?? "";
    expect(headerOf(raw, "message-id")).toBe("<ntf_1@acme.io>");
    expect(headerOf(raw, "subject")).toBe(
      "[Sluice] Sign-ups to Segment: Segment is down",
    );
    expect(headerOf(raw, "from")).toBe("Sluice <sluice@acme.io>");
    expect(headerOf(raw, "auto-submitted")).toBe("auto-generated");
    expect(headerOf(raw, "in-reply-to")).toBeUndefined();
    expect(raw).toContain("Content-Type: text/plain; charset=utf-8");
    expect(raw).toContain("Content-Type: text/html; charset=utf-8");
  });

  it("is a reply, where its alert was told before", async () => {
    await send({
      outgoing: {
        id: "ntf_2",
        message: aRecovery(),
        earlier: ["ntf_1", "ntf_x"],
      },
    });
    const raw = server.mails[0]?.raw ?? "";
    expect(headerOf(raw, "message-id")).toBe("<ntf_2@acme.io>");
    expect(headerOf(raw, "in-reply-to")).toBe("<ntf_1@acme.io>");
    expect(headerOf(raw, "references")).toBe("<ntf_1@acme.io> <ntf_x@acme.io>");
  });

  it("is the same message when it is sent once more", async () => {
    await send();
    await send();
    const ids = server.mails.map(({ raw }) => headerOf(raw, "message-id"));
    expect(ids).toEqual(["<ntf_1@acme.io>", "<ntf_1@acme.io>"]);
  });

  it.each([
    [
      "a wrong password",
      { credentials: { ...mailUser, password: "a wrong one" } },
      "later",
      535,
    ],
    ["no password", { credentials: {} }, "later", 530],
    [
      "a certificate that nobody trusts",
      { settings: { certificateAuthority: null } },
      "later",
      null,
    ],
    ["a server that isn't there", { port: 9 }, "later", null],
  ] as const)(
    "waits for somebody to mend %s",
    async (_name, changes, outcome, status) => {
      const result = await send(changes);
      expect(result).toMatchObject({ outcome, status });
      expect(server.mails).toHaveLength(0);
    },
  );

  it.each([
    ["recipient", 550, "later"],
    ["recipient", 450, "later"],
    ["data", 451, "later"],
    ["data", 552, "refused"],
  ] as const)(
    "takes the refusal of a %s by %i as: %s",
    async (what, code, outcome) => {
      server.refusals[what] = code;
      expect(await send()).toMatchObject({ outcome, status: code });
      expect(server.mails).toHaveLength(0);
    },
  );

  it("reaches no private address that is not allowed", async () => {
    for (const host of ["localhost", "127.0.0.1", "::1", "2130706433"]) {
      const result = await send({
        settings: { host },
        connect: createGuardedConnect([]),
      });
      expect(result.outcome).toBe("later");
      expect(result.detail).toMatch(/OUTBOUND_ALLOW|can't be reached/);
    }
    expect(server.mails).toHaveLength(0);
  });
});

describe("a mail server with other ideas of security", () => {
  let other: MailServer | null = null;
  afterEach(async () => {
    await other?.close();
    other = null;
  });

  it("is sent nothing when it offers no STARTTLS", async () => {
    other = await startMailServer({
      hideSTARTTLS: true,
      disabledCommands: ["STARTTLS"],
    });
    const result = await send({ port: other.port });
    expect(result.outcome).toBe("later");
    expect(other.mails).toHaveLength(0);
  });

  it("is spoken to in TLS from the start where that is set", async () => {
    other = await startMailServer({ secure: true });
    const settings = { security: "tls" };
    expect(await send({ port: other.port, settings })).toMatchObject({
      outcome: "sent",
    });
    expect(other.mails[0]?.isSecure).toBe(true);
  });

  it("takes mail without either in a network of one's own", async () => {
    other = await startMailServer({ authOptional: true });
    const settings = { security: "none" };
    const sent = await send({ port: other.port, settings, credentials: {} });
    expect(sent).toMatchObject({ outcome: "sent" });
    expect(other.mails[0]?.isSecure).toBe(false);
  });
});
