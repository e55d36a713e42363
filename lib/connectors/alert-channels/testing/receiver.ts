import { createServer, type IncomingHttpHeaders } from "node:http";

type Received = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
};
type Answer = {
  status: number;
  body?: string;
  headers?: Record<string, string>;
};
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/**
 * An HTTP server that keeps what it is sent. It gives the answers of `script`
 * in turn, and then the last one for ever; `onRequest` may act before that.
 */
export async function startReceiver(
  last: Answer = { status: 200, body: "ok" },
) {
  const received: Received[] = [];
  const script: Answer[] = [];
  const hooks: { onRequest: (() => void) | null } = { onRequest: null };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      });
      hooks.onRequest?.();
      const { status, body = "", headers = {} } = script.shift() ?? last;
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port =
    typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...{ received, script, hooks },
    url: `http://127.0.0.1:${port}`,
    bodies: () => received.map(({ body }) => JSON.parse(body) as unknown),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
