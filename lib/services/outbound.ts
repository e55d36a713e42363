import { createHttp, type Http } from "../connectors/http";
import { env } from "../env";

let http: Http | undefined;

/** This process's way out, with the exceptions that OUTBOUND_ALLOW names. */
export function outbound(): Http {
  http ??= createHttp(env().OUTBOUND_ALLOW);
  return http;
}
