import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import {
  decodePart,
  encodePart,
  headerOf,
  parseQuery,
  type SignedRequest,
} from "./request-parts";
import { S3Error } from "./s3-error";

const ALGORITHM = "AWS4-HMAC-SHA256";
const SKEW_MS_MAX = 15 * 60_000;
const HEADER =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/;
const TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** What the header Authorization says. */
export type Authorization = {
  accessKeyId: string;
  day: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
};

/** Throws AccessDenied where a request is not signed in its header. */
export function readAuthorization(headers: IncomingHttpHeaders): Authorization {
  const found = HEADER.exec(headers.authorization ?? "");
  const [, accessKeyId, day, region, service, names, signature] = found ?? [];
  if (!accessKeyId || !day || !region || !service || !names || !signature) {
    throw new S3Error("AccessDenied", "Access Denied");
  }
  const signedHeaders = names.split(";");
  return { accessKeyId, day, region, service, signedHeaders, signature };
}

/** Throws RequestTimeTooSkewed where the request's clock is too far from ours. */
export function checkTime(headers: IncomingHttpHeaders, now: number): void {
  const found = TIME.exec(headerOf(headers, "x-amz-date") ?? "");
  if (found === null) {
    throw new S3Error(
      "AccessDenied",
      "AWS authentication requires a valid Date or x-amz-date header",
    );
  }
  const [, year, month, day, hour, minute, second] = found;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Math.abs(at - now) <= SKEW_MS_MAX) return;
  throw new S3Error(
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
  );
}

/**
 * Throws SignatureDoesNotMatch where this request was not signed with this
 * secret. `payloadHash` is what the signature says about the body.
 */
export function checkSignature(
  request: SignedRequest,
  authorization: Authorization,
  secret: string,
  payloadHash: string,
): void {
  const { day, region, service } = authorization;
  const toSign = [
    ALGORITHM,
    headerOf(request.headers, "x-amz-date") ?? "",
    `${day}/${region}/${service}/aws4_request`,
    hash("sha256", canonicalRequest(request, authorization, payloadHash)),
  ].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (parent, part) => createHmac("sha256", parent).update(part).digest(),
    `AWS4${secret}`,
  );
  const expected = createHmac("sha256", key).update(toSign).digest();
  const given = Buffer.from(authorization.signature, "hex");
  if (timingSafeEqual(expected, given)) return;
  throw new S3Error(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  );
}

function canonicalRequest(
  { method, rawPath, rawQuery, headers }: SignedRequest,
  { service, signedHeaders }: Authorization,
  payloadHash: string,
): string {
  const lines = signedHeaders.map(
    (name) => `${name}:${canonicalValue(headers, name)}\n`,
  );
  return [
    method,
    canonicalPath(rawPath, service),
    canonicalQuery(rawQuery),
    lines.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

/** S3 encodes a path once; every other service encodes what is encoded again. */
function canonicalPath(rawPath: string, service: string): string {
  const once = rawPath
    .split("/")
    .map((part) => encodePart(decodePart(part)))
    .join("/");
  return service === "s3" ? once : once.split("/").map(encodePart).join("/");
}

function canonicalQuery(rawQuery: string): string {
  return parseQuery(rawQuery)
    .map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`)
    .sort()
    .join("&");
}

function canonicalValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name] ?? "";
  const text = Array.isArray(value) ? value.join(",") : value;
  return text.trim().replace(/\s+/g, " ");
}
