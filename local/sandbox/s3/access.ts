import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { S3Error } from "./s3-error";

const SECRET = "sandbox-secret";
const ACCOUNT = "000000000000";

/** The role that `AssumeRole` knows. */
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/heap-connect`;

/** Known to everybody, as the sandbox's other secrets: nothing here is worth keeping. */
const SIGNING_KEY = "sandbox-session";

/** What an access key may be forbidden. */
export type Action = "ListBucket" | "GetObject" | "PutObject" | "DeleteObject";

/** Who made a request. */
export type Access = {
  arn: string;
  secret: string;
  denied: ReadonlySet<Action>;
};

export type TemporaryCredentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAt: number;
};

const lasting: Readonly<Record<string, readonly Action[]>> = {
  sandbox: [],
  "sandbox-no-list": ["ListBucket"],
  "sandbox-no-get": ["GetObject"],
};

const Session = z.object({
  accessKeyId: z.string(),
  sessionName: z.string(),
  expiresAt: z.number(),
});

/** Throws InvalidAccessKeyId, InvalidToken or ExpiredToken for who is nobody here. */
export function findAccess(
  accessKeyId: string,
  sessionToken: string | null,
  now: number,
): Access {
  if (sessionToken !== null) {
    return findSession(accessKeyId, sessionToken, now);
  }
  const denied = Object.hasOwn(lasting, accessKeyId)
    ? lasting[accessKeyId]
    : undefined;
  if (denied === undefined) {
    throw new S3Error(
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
    );
  }
  const arn = `arn:aws:iam::${ACCOUNT}:user/${accessKeyId}`;
  return { arn, secret: SECRET, denied: new Set(denied) };
}

/**
 * Makes credentials for the role. The token says and seals all about them, so
 * that they go on working after a restart.
 */
export function issueCredentials(
  sessionName: string,
  expiresAt: number,
): TemporaryCredentials {
  const accessKeyId = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
  const session = JSON.stringify({ accessKeyId, sessionName, expiresAt });
  const text = Buffer.from(session).toString("base64url");
  return {
    accessKeyId,
    secretAccessKey: derive("secret", text),
    sessionToken: `${text}.${derive("seal", text)}`,
    expiresAt,
  };
}

function findSession(accessKeyId: string, token: string, now: number): Access {
  const [text = "", seal] = token.split(".");
  const session = seal === derive("seal", text) ? readSession(text) : null;
  if (session?.accessKeyId !== accessKeyId) {
    throw new S3Error(
      "InvalidToken",
      "The provided token is malformed or otherwise invalid.",
    );
  }
  if (session.expiresAt <= now) {
    throw new S3Error("ExpiredToken", "The provided token has expired.");
  }
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/heap-connect/${session.sessionName}`;
  return { arn, secret: derive("secret", text), denied: new Set() };
}

function readSession(text: string): z.infer<typeof Session> {
  return Session.parse(
    JSON.parse(Buffer.from(text, "base64url").toString("utf8")),
  );
}

function derive(what: string, text: string): string {
  return createHmac("sha256", SIGNING_KEY)
    .update(`${what}:${text}`)
    .digest("base64url");
}
