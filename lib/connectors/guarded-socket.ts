import { connect, isIP, type Socket } from "node:net";
import { ConnectorError } from "./connector-error";
import { guardedLookup } from "./http";
import { createOutboundGuard } from "./outbound-guard";

const CONNECT_TIMEOUT_MS = 5_000;

export type ConnectSocket = (host: string, port: number) => Promise<Socket>;

/** For protocols that aren't HTTP: a connection to an address that was checked. Throws ConnectorError. */
export function createGuardedConnect(allow: readonly string[]): ConnectSocket {
  const guard = createOutboundGuard(allow);
  return async (host, port) => {
    // Literal addresses never pass a look-up.
    const refusal = isIP(host) === 0 ? null : guard.refusal(host, port, host);
    if (refusal !== null)
      throw new ConnectorError(`${refusal}.`, "change-connection");
    const socket = connect({ host, port, lookup: guardedLookup(guard, port) });
    // Whoever takes the socket over listens too; between the two an error must not end the process.
    socket.on("error", () => undefined);
    return opened(socket, `${host}:${port}`);
  };
}

function opened(socket: Socket, address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(toConnectorError(error, address));
    };
    const timer = setTimeout(
      () => fail(new Error("no answer within 5 s")),
      CONNECT_TIMEOUT_MS,
    );
    socket.once("error", fail);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}

function toConnectorError(error: Error, address: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const reason = "code" in error ? String(error.code) : error.message;
  return new ConnectorError(`${address} can't be reached (${reason}).`, "wait");
}
