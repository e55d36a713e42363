import { Agent as HttpAgent, type ClientRequestArgs } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP } from "node:net";
import { ConnectorError } from "./connector-error";
import { guardedLookup } from "./http";
import { createOutboundGuard, type OutboundGuard } from "./outbound-guard";

const SOCKETS_MAX = 16;

/**
 * Agents for clients that bring their own HTTP: a connection goes only to an
 * address that was checked, literal or looked up.
 */
export function guardedAgents(allow: readonly string[]): {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
} {
  const guard = createOutboundGuard(allow);
  const options = { keepAlive: true, maxSockets: SOCKETS_MAX };
  return {
    httpAgent: new GuardedHttpAgent(guard, options),
    httpsAgent: new GuardedHttpsAgent(guard, options),
  };
}

type Callback = Parameters<HttpAgent["createConnection"]>[1];

class GuardedHttpAgent extends HttpAgent {
  constructor(
    private readonly guard: OutboundGuard,
    options: { keepAlive: boolean; maxSockets: number },
  ) {
    super(options);
  }

  override createConnection(options: ClientRequestArgs, callback?: Callback) {
    return super.createConnection(guarded(this.guard, options, 80), callback);
  }
}

class GuardedHttpsAgent extends HttpsAgent {
  constructor(
    private readonly guard: OutboundGuard,
    options: { keepAlive: boolean; maxSockets: number },
  ) {
    super(options);
  }

  override createConnection(options: ClientRequestArgs, callback?: Callback) {
    return super.createConnection(guarded(this.guard, options, 443), callback);
  }
}

/** Literal addresses never pass a look-up, so they are checked here. Throws ConnectorError. */
function guarded(
  guard: OutboundGuard,
  options: ClientRequestArgs,
  portUsual: number,
): ClientRequestArgs {
  const port = Number(options.port ?? portUsual);
  const host = (options.host ?? "").replace(/^\[|\]$/g, "");
  const refusal = isIP(host) === 0 ? null : guard.refusal(host, port, host);
  if (refusal !== null)
    throw new ConnectorError(`${refusal}.`, "change-connection");
  return { ...options, lookup: guardedLookup(guard, port) };
}
