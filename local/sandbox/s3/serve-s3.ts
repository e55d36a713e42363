import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Strike } from "../faults";
import { findAccess, type Access } from "./access";
import type { ObjectStore } from "./object-store";
import { perform } from "./operations";
import {
  decodePart,
  headerOf,
  parseQuery,
  splitTarget,
  type SignedRequest,
} from "./request-parts";
import {
  emptyAnswer,
  errorAnswer,
  makeRequestId,
  refusal,
  type S3Answer,
} from "./s3-answer";
import { S3Error } from "./s3-error";
import { sendS3Answer, type Harm } from "./send";
import { checkSignature, checkTime, readAuthorization } from "./signature";

const PREFIX = "/s3/";
const SLOW_DOWN = 503;

/** Whether a request is for the look-alike of S3. */
export function isForS3(url: string): boolean {
  return url.startsWith(PREFIX);
}

/**
 * Answers a request below `/s3/`, or lets it come to grief as `strike` says:
 * before it is done, or after, when its answer gets lost half-way. The signal
 * ends waits when the server closes.
 */
export async function serveS3(
  store: ObjectStore,
  request: IncomingMessage,
  response: ServerResponse,
  strike: Strike | null,
  signal: AbortSignal,
): Promise<void> {
  const requestId = makeRequestId();
  response.setHeader("x-amz-request-id", requestId);
  response.setHeader("server", "AmazonS3");
  if (strike?.kind === "slow") {
    await sleep(strike.delayMs, undefined, { signal });
  }
  const isDone =
    strike === null || strike.kind === "slow" || strike.when === "after";
  const answer = isDone
    ? await answerS3(store, request, requestId)
    : emptyAnswer(200);
  if (!request.complete) response.setHeader("connection", "close");
  await sendStruck(response, answer, strike, requestId);
}

/** S3's answer to a request; what S3 refuses becomes XML. */
async function answerS3(
  store: ObjectStore,
  request: IncomingMessage,
  requestId: string,
): Promise<S3Answer> {
  const signed: SignedRequest = {
    ...splitTarget(request.url ?? PREFIX),
    method: request.method ?? "GET",
    headers: request.headers,
  };
  const resource = signed.rawPath.slice(PREFIX.length - 1);
  try {
    const access = authenticate(signed, Date.now());
    const { bucket, key } = readPath(resource);
    const query = new Map(parseQuery(signed.rawQuery));
    const { method, headers } = signed;
    const call = { method, bucket, key, query, headers, access };
    return await perform(store, { ...call, body: request });
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return refusal(error, resource, requestId, signed.method);
  }
}

function authenticate(request: SignedRequest, now: number): Access {
  const authorization = readAuthorization(request.headers);
  checkTime(request.headers, now);
  const token = headerOf(request.headers, "x-amz-security-token");
  const access = findAccess(authorization.accessKeyId, token, now);
  const payload = headerOf(request.headers, "x-amz-content-sha256");
  if (payload === null) {
    throw new S3Error(
      "InvalidRequest",
      "Missing required header for this request: x-amz-content-sha256",
    );
  }
  checkSignature(request, authorization, access.secret, payload);
  return access;
}

/** `/bucket/key`; only the first slash after the bucket parts, the key keeps all others. */
function readPath(resource: string): { bucket: string; key: string } {
  const end = resource.indexOf("/", 1);
  return end === -1
    ? { bucket: decodePart(resource.slice(1)), key: "" }
    : {
        bucket: decodePart(resource.slice(1, end)),
        key: decodePart(resource.slice(end + 1)),
      };
}

async function sendStruck(
  response: ServerResponse,
  answer: S3Answer,
  strike: Strike | null,
  requestId: string,
): Promise<void> {
  switch (strike?.kind) {
    case "status":
      await letGo(answer);
      await sendS3Answer(response, faultAnswer(strike, requestId), null);
      return;
    case "timeout":
      // The connection stays open and silent until the client gives up.
      await letGo(answer);
      return;
    case "reset":
      if (strike.when === "before") response.socket?.resetAndDestroy();
      else await sendS3Answer(response, answer, "cut");
      return;
    case "malformed":
    case "slow":
    case undefined: {
      const harm: Harm = strike?.kind === "malformed" ? "garbled" : null;
      await sendS3Answer(response, answer, harm);
    }
  }
}

async function letGo({ body }: S3Answer): Promise<void> {
  if (body !== null && typeof body === "object") await body.object.close();
}

function faultAnswer(
  { status, retryAfter }: Strike,
  requestId: string,
): S3Answer {
  const [code, message] =
    status === SLOW_DOWN
      ? ["SlowDown", "Please reduce your request rate."]
      : ["InternalError", `A fault was asked for: ${status}`];
  const answer = errorAnswer(status, code, message, "", requestId);
  if (retryAfter !== null) answer.headers["retry-after"] = String(retryAfter);
  return answer;
}
