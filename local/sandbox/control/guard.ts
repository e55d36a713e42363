import type { IncomingHttpHeaders } from "node:http";
import { isLoopbackName, isSameOrigin } from "./ingest-target";

/**
 * Whether a control call may be made with these headers. A page of somebody
 * else, open in the same browser, must not read or change the sandbox: neither
 * by posting here (its Origin is foreign) nor by a name of its own that leads to
 * the loopback (its Host is foreign). Programs send no Origin.
 */
export function mayControl(
  headers: IncomingHttpHeaders,
  listensOnLoopback: boolean,
  appUrl: string | null,
): boolean {
  const { origin, host } = headers;
  if (listensOnLoopback && !isLoopbackHost(host)) return false;
  if (origin === undefined) return true;
  const allowed = [
    `http://${host ?? ""}`,
    ...(appUrl === null ? [] : [appUrl]),
  ];
  return allowed.some((own) => isSameOrigin(origin, own));
}

function isLoopbackHost(host: string | undefined): boolean {
  const url = `http://${host ?? ""}`;
  return URL.canParse(url) && isLoopbackName(new URL(url).hostname);
}
