import {
  createGuardedConnect,
  type ConnectSocket,
} from "../connectors/guarded-socket";
import { createHttp, type Http } from "../connectors/http";
import { env } from "../env";

let http: Http | undefined;

/** This process's way out, with the exceptions that OUTBOUND_ALLOW names. */
export function outbound(): Http {
  http ??= createHttp(env().OUTBOUND_ALLOW);
  return http;
}

/** The same for protocols that aren't HTTP. */
export const outboundConnect = (): ConnectSocket =>
  createGuardedConnect(env().OUTBOUND_ALLOW);
