import { createServer, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";

export type Asked = {
  method: string;
  url: URL;
  text: string;
  headers: IncomingMessage["headers"];
};
export type Answered = { status?: number; body: unknown };
type Answer = (asked: Asked) => Promise<Answered> | Answered;

/** A vendor's HTTP at the network's edge, on a port of this machine. */
export async function startLookAlike(answer: Answer) {
  const server = createServer((request, response) => {
    const reply = async () => {
      const bytes: Buffer[] = [];
      for await (const piece of request) bytes.push(piece as Buffer);
      const raw = Buffer.concat(bytes);
      const isPacked = raw[0] === 0x1f && raw[1] === 0x8b;
      const { status = 200, body } = await answer({
        method: request.method ?? "GET",
        url: new URL(request.url ?? "/", "http://localhost"),
        text: (isPacked ? gunzipSync(raw) : raw).toString("utf8"),
        headers: request.headers,
      });
      const isText = typeof body === "string";
      const type = isText ? "application/octet-stream" : "application/json";
      response.writeHead(status, { "content-type": type });
      response.end(isText ? body : JSON.stringify(body));
    };
    reply().catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server has no port");
  return {
    port: String(address.port),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
