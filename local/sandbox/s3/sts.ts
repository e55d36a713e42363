import { hash } from "node:crypto";
import type { Answer } from "../http/answer";
import type { Call } from "../http/call";
import { findAccess, issueCredentials, ROLE_ARN, type Access } from "./access";
import { headerOf, splitTarget } from "./request-parts";
import { makeRequestId } from "./s3-answer";
import { S3Error } from "./s3-error";
import { checkSignature, checkTime, readAuthorization } from "./signature";
import { element, XML_HEAD } from "./xml";

const XMLNS = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const DURATION_SECONDS_DEFAULT = 3_600;
const DURATION_SECONDS_MIN = 900;
const DURATION_SECONDS_MAX = 43_200;

/** The ExternalId that the role asks for; null: any, but there must be one. */
export type ExternalId = { value: string | null };

/**
 * A look-alike of STS with one role. Two customers' roles look the same but for
 * the ExternalId, so without the right one nobody gets in.
 */
export function answerSts(
  call: Call,
  url: string,
  externalId: ExternalId,
): Answer {
  try {
    const now = Date.now();
    const access = authenticate(call, url, now);
    const form = new URLSearchParams(call.body.toString("utf8"));
    switch (form.get("Action")) {
      case "AssumeRole":
        return assumeRole(form, externalId, now);
      case "GetCallerIdentity":
        return callerIdentity(access);
      default:
        throw new S3Error("ValidationError", "Could not find this operation");
    }
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return refuse(error);
  }
}

function authenticate(call: Call, url: string, now: number): Access {
  const { method, headers } = call;
  const authorization = readAuthorization(headers);
  checkTime(headers, now);
  const token = headerOf(headers, "x-amz-security-token");
  const access = findAccess(authorization.accessKeyId, token, now);
  const request = { ...splitTarget(url), method, headers };
  const payloadHash = hash("sha256", call.body);
  checkSignature(request, authorization, access.secret, payloadHash);
  return access;
}

function assumeRole(
  form: URLSearchParams,
  externalId: ExternalId,
  now: number,
): Answer {
  const sessionName = form.get("RoleSessionName") ?? "";
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw new S3Error("ValidationError", "RoleSessionName is not valid");
  }
  const given = form.get("ExternalId") ?? "";
  const isRight = externalId.value === null || given === externalId.value;
  if (form.get("RoleArn") !== ROLE_ARN || given === "" || !isRight) {
    throw new S3Error(
      "AccessDenied",
      `User is not authorized to perform: sts:AssumeRole on resource: ${form.get("RoleArn") ?? ""}`,
    );
  }
  const expiresAt = now + readDuration(form) * 1_000;
  const credentials = issueCredentials(sessionName, expiresAt);
  const arn = findAccess(
    credentials.accessKeyId,
    credentials.sessionToken,
    now,
  ).arn;
  return answer(
    "AssumeRole",
    `<Credentials>${[
      element("AccessKeyId", credentials.accessKeyId),
      element("SecretAccessKey", credentials.secretAccessKey),
      element("SessionToken", credentials.sessionToken),
      element("Expiration", new Date(expiresAt).toISOString()),
    ].join("")}</Credentials>` +
      `<AssumedRoleUser>${element("Arn", arn)}${element("AssumedRoleId", `AROASANDBOX:${sessionName}`)}</AssumedRoleUser>`,
  );
}

function readDuration(form: URLSearchParams): number {
  const seconds = Number(
    form.get("DurationSeconds") ?? DURATION_SECONDS_DEFAULT,
  );
  if (seconds >= DURATION_SECONDS_MIN && seconds <= DURATION_SECONDS_MAX) {
    return seconds;
  }
  throw new S3Error("ValidationError", "DurationSeconds is out of its bounds");
}

function callerIdentity({ arn }: Access): Answer {
  return answer(
    "GetCallerIdentity",
    element("Arn", arn) +
      element("UserId", arn.split("/").at(-1) ?? "") +
      element("Account", arn.split(":")[4] ?? ""),
  );
}

function answer(action: string, result: string): Answer {
  const metadata = `<ResponseMetadata>${element("RequestId", makeRequestId())}</ResponseMetadata>`;
  return xml(
    200,
    `<${action}Response ${XMLNS}><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`,
  );
}

/** STS has S3's codes for the most part, but calls an unknown key by a name of its own. */
function refuse({ code, message, status }: S3Error): Answer {
  const about =
    element("Type", "Sender") +
    element(
      "Code",
      code === "InvalidAccessKeyId" ? "InvalidClientTokenId" : code,
    ) +
    element("Message", message);
  return xml(
    status,
    `<ErrorResponse ${XMLNS}><Error>${about}</Error>${element("RequestId", makeRequestId())}</ErrorResponse>`,
  );
}

function xml(status: number, body: string): Answer {
  const headers = { "content-type": "text/xml" };
  return { status, headers, body: XML_HEAD + body };
}
