import { randomBytes } from "node:crypto";
import type { OpenObject } from "./object-store";
import type { ByteRange } from "./byte-range";
import type { S3Error } from "./s3-error";
import { element, XML_HEAD } from "./xml";

/** What a request is answered with; an object's bytes are read while they are sent. */
export type S3Answer = {
  status: number;
  headers: Record<string, string>;
  body: string | { object: OpenObject; range: ByteRange } | null;
};

/** An id of its own for each answer, as S3 gives it. */
export function makeRequestId(): string {
  return randomBytes(8).toString("hex").toUpperCase();
}

export function xmlAnswer(status: number, body: string): S3Answer {
  return { status, headers: { "content-type": "application/xml" }, body };
}

export function emptyAnswer(
  status: number,
  headers: Record<string, string> = {},
): S3Answer {
  return { status, headers, body: null };
}

/** A refusal as S3 writes it; to HEAD without a body, as there. */
export function refusal(
  error: Pick<S3Error, "code" | "message" | "status">,
  resource: string,
  requestId: string,
  method: string,
): S3Answer {
  return method === "HEAD"
    ? emptyAnswer(error.status)
    : errorAnswer(error.status, error.code, error.message, resource, requestId);
}

export function errorAnswer(
  status: number,
  code: string,
  message: string,
  resource: string,
  requestId: string,
): S3Answer {
  const about = [
    element("Code", code),
    element("Message", message),
    element("Resource", resource),
    element("RequestId", requestId),
  ].join("");
  return xmlAnswer(status, `${XML_HEAD}<Error>${about}</Error>`);
}
