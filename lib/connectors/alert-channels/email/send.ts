import { rootCertificates } from "node:tls";
import { createTransport } from "nodemailer";
import type { Socket } from "node:net";
import { truncate } from "../../../alerts/truncate";
import { ConnectorError } from "../../connector-error";
import type { Outgoing, Sender, SendResult } from "../channel";
import { tryLater } from "../post-json";
import { EmailCredentials, EmailSettings } from "./definition";
import { renderEmail } from "./render";

const SEND_TIMEOUT_MS = 60_000;
const STEP_TIMEOUT_MS = 20_000;
const SAID_CHARACTERS_MAX = 300;
const PERMANENT_MIN = 500;

/** One connection a message: alerts are few. It goes to the address that was checked. */
export const sendEmail: Sender = async ({ connect }, target, outgoing) => {
  const settings = EmailSettings.parse(target.settings);
  const credentials = EmailCredentials.parse(target.credentials);
  try {
    const socket = await connect(settings.host, settings.port);
    const transport = transportOver(socket, settings, credentials);
    try {
      const { response, rejected } = await transport.sendMail({
        ...mailOf(outgoing, settings),
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      return sent(response, rejected);
    } finally {
      transport.close();
      socket.destroySoon();
    }
  } catch (error) {
    return resultOf(error, settings.host);
  }
};

function transportOver(
  connection: Socket,
  settings: EmailSettings,
  { user, password }: EmailCredentials,
) {
  const { host, security, certificateAuthority } = settings;
  return createTransport({
    ...{ host, connection, secure: security === "tls" },
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user && password ? { auth: { user, pass: password } } : {}),
    tls: certificateAuthority
      ? { ca: [...rootCertificates, certificateAuthority] }
      : {},
    ...{ greetingTimeout: STEP_TIMEOUT_MS, socketTimeout: STEP_TIMEOUT_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}

/** The Message-ID is the notification's: whoever gets it twice can tell. */
function mailOf({ id, message, earlier }: Outgoing, settings: EmailSettings) {
  const domain = settings.from.split("@").at(-1) ?? "sluice";
  const messageIdOf = (one: string) => `<${one}@${domain}>`;
  const [first] = earlier;
  return {
    ...renderEmail(message, first !== undefined),
    from: { name: "Sluice", address: settings.from },
    to: settings.to,
    messageId: messageIdOf(id),
    ...(first === undefined
      ? {}
      : {
          inReplyTo: messageIdOf(first),
          references: earlier.map(messageIdOf),
        }),
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
    },
  };
}

function sent(response: string, rejected: string[]): SendResult {
  const said = truncate(response, SAID_CHARACTERS_MAX);
  const detail =
    rejected.length === 0
      ? `The mail server answered ${said}`
      : `The mail server answered ${said}. It refused ${rejected.join(", ")}.`;
  return {
    ...{ outcome: "sent", status: Number(response.slice(0, 3)) || null },
    ...{ detail, retryAfterSeconds: null, isThrottled: false },
  };
}

/** Only a message that is refused for itself is given up: users, addresses and servers can be mended. */
function resultOf(error: unknown, host: string): SendResult {
  if (error instanceof ConnectorError) return tryLater(error.message);
  if (!isMailError(error)) throw error;
  const { code, responseCode, response } = error;
  const said = truncate(response ?? error.message, SAID_CHARACTERS_MAX);
  const isRefused = code === "EMESSAGE" && (responseCode ?? 0) >= PERMANENT_MIN;
  return {
    ...tryLater(`${WORDS[code] ?? `${host} could not take it`}: ${said}`),
    outcome: isRefused ? "refused" : "later",
    status: responseCode ?? null,
  };
}

const WORDS: Partial<Record<string, string>> = {
  EAUTH: "The mail server refused user or password",
  ENOAUTH: "The mail server wants a user and a password",
  ETLS: "There is no safe connection to the mail server",
  EENVELOPE: "The mail server refused an address",
  EMESSAGE: "The mail server refused the message",
  ETIMEDOUT: "The mail server did not answer in time",
  EABORT: "The mail server did not answer in time",
};

type MailError = Error & {
  code: string;
  responseCode?: number;
  response?: string;
};

const isMailError = (error: unknown): error is MailError =>
  error instanceof Error && "code" in error && typeof error.code === "string";
