import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { readBody } from "./read-body";

/** A request, read whole. */
export type Call = {
  method: string;
  /** Without query and without a trailing slash. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
};

export type Target = Pick<Call, "path" | "query">;

/** Reads where a request goes; a trailing slash means the same route. */
export function parseTarget(url: string): Target {
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  return {
    path: path.length > 1 ? path.replace(/\/+$/, "") || "/" : "/",
    query: new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1)),
  };
}

/** Throws BodyError when the body is too long or not what it claims to be. */
export async function readCall(
  request: IncomingMessage,
  target: Target,
): Promise<Call> {
  return {
    ...target,
    method: request.method ?? "GET",
    headers: request.headers,
    body: await readBody(request),
  };
}
