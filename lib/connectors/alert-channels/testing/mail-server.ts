import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { localhostCertificate } from "../../../../tests/setup/localhost-certificate";

type Mail = {
  from: string;
  to: string[];
  raw: string;
  isSecure: boolean;
};
export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

export const mailUser = { user: "sluice", password: "app password of a test" };

/** A real SMTP server. `refusals` say what it answers to the next message or recipient. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const refusals: { data: number | null; recipient: number | null } = {
    ...{ data: null, recipient: null },
  };
  const server = new SMTPServer({
    ...localhostCertificate,
    authOptional: false,
    onAuth({ username, password }, _session, callback) {
      if (username === mailUser.user && password === mailUser.password)
        callback(null, { user: username });
      else callback(refusal(535, `no such user ${String(password)}`));
    },
    onRcptTo(_address, _session, callback) {
      callback(
        refusals.recipient === null ? null : refusal(refusals.recipient),
      );
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refusals.data !== null) {
          callback(refusal(refusals.data));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("utf8"),
          isSecure: session.secure,
        });
        callback(null);
      });
    },
    ...options,
  });
  // A client that hangs up is no failure of the server.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  const port =
    typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...{ mails, refusals, port },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function refusal(responseCode: number, message = "not this one"): Error {
  return Object.assign(new Error(message), { responseCode });
}
