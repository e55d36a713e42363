import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/**
 * Set by us on every request, over whatever came under this name: Next hands a
 * request on without its socket, and fills in `X-Forwarded-For` itself.
 */
const LOCAL_HEADER = "x-sluice-local";
/** Whoever adds one of these speaks for somebody else. */
const FORWARDED = /^(forwarded|via|x-forwarded-.+|x-real-ip|cf-connecting-ip)$/;
const LOOPBACK_PEER = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * From now on each request is marked as it comes in: whether it was made on this
 * machine, by the socket's address. What a proxy on this machine hands on is not
 * local; neither is a page that some other name leads here.
 */
export function markLocalRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, socket } = message as {
      request: IncomingMessage;
      socket: Socket;
    };
    request.headers[LOCAL_HEADER] = isLocal(
      socket.remoteAddress ?? "",
      request.headers,
    )
      ? "1"
      : "0";
  });
}

export function isLocal(
  peer: string,
  headers: Record<string, string | string[] | undefined>,
): boolean {
  return (
    LOOPBACK_PEER.test(peer) &&
    LOOPBACK_HOST.test(String(headers.host ?? "")) &&
    !Object.keys(headers).some((name) => FORWARDED.test(name))
  );
}

/** Whether a request was made on this machine; no when it was not marked. */
export const isMarkedLocal = (request: Request): boolean =>
  request.headers.get(LOCAL_HEADER) === "1";
