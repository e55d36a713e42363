import { connect, createServer } from "node:net";
import { TLSSocket } from "node:tls";

/** PostgreSQL's request for TLS has this length, before anything else is said. */
const SSL_REQUEST_BYTES = 8;

/** A PostgreSQL that speaks TLS, in front of one that does not. */
export async function startTlsFront(
  to: { host: string; port: number },
  certificate: { key: string; cert: string },
) {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("readable", () => {
      socket.read(SSL_REQUEST_BYTES);
      socket.write("S");
      const client = new TLSSocket(socket, { isServer: true, ...certificate });
      const behind = connect(to.port, to.host);
      client.pipe(behind).pipe(client);
      for (const one of [client, behind])
        one.on("error", () => {
          client.destroy();
          behind.destroy();
        });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "localhost", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server has no port");
  return { port: address.port, stop: () => server.close() };
}
