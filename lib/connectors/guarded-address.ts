import { isIP } from "node:net";
import { ConnectorError } from "./connector-error";
import { guardedLookup } from "./http";
import { createOutboundGuard, type OutboundGuard } from "./outbound-guard";

export type GuardedAddress = {
  address: string;
  /** It is reached only because OUTBOUND_ALLOW lists it. */
  isPrivate: boolean;
};

/**
 * For drivers that open their own connections: the one address to hand to them,
 * after it was looked up and checked. Throws ConnectorError.
 */
export async function guardedAddress(
  allow: readonly string[],
  host: string,
  port: number,
): Promise<GuardedAddress> {
  const guard = createOutboundGuard(allow);
  const address =
    isIP(host) === 0
      ? await lookUp(guard, host, port)
      : literal(guard, host, port);
  const isPrivate =
    createOutboundGuard([]).refusal(host, port, address) !== null;
  return { address, isPrivate };
}

function literal(guard: OutboundGuard, host: string, port: number): string {
  const refusal = guard.refusal(host, port, host);
  if (refusal !== null)
    throw new ConnectorError(`${refusal}.`, "change-connection");
  return host;
}

function lookUp(
  guard: OutboundGuard,
  host: string,
  port: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    guardedLookup(guard, port)(host, { all: false }, (error, address) => {
      if (error !== null) reject(toConnectorError(error, host));
      else if (typeof address === "string") resolve(address);
      else reject(unknownHost(host));
    });
  });
}

const unknownHost = (host: string, options?: ErrorOptions) =>
  new ConnectorError(`${host} has no address.`, "wait", options);

function toConnectorError(error: Error, host: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  return unknownHost(host, { cause: error });
}
