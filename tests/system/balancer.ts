import { createServer, request } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

export type Balancer = {
  url: string;
  /** How many requests with this text in their address each port has answered. */
  answered(text: string): number[];
  close(): Promise<void>;
};

/**
 * Round robin over ports of this machine. Where nobody listens it tries the next one, as
 * load balancers do; a connection that breaks after that breaks for the caller too.
 */
export async function startBalancer(
  port: number,
  ports: number[],
): Promise<Balancer> {
  const answers: { port: number; url: string }[] = [];
  let turns = 0;
  const server = createServer((message, response) => {
    turns += 1;
    const order = ports.map(
      (_, index) => ports[(turns + index) % ports.length],
    );
    void forward(message, response, order as number[]).then((taken) => {
      if (taken !== null) answers.push({ port: taken, url: message.url ?? "" });
    });
  });
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return {
    url: `http://localhost:${port}`,
    answered: (text) =>
      ports.map(
        (each) =>
          answers.filter(
            ({ port: by, url }) => by === each && url.includes(text),
          ).length,
      ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers the port that took the request, or null when it broke. */
async function forward(
  message: IncomingMessage,
  response: ServerResponse,
  order: number[],
): Promise<number | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk as Buffer));
  const body = Buffer.concat(chunks);
  for (const port of order) {
    const end = await attempt(message, response, port, body);
    if (end === "answered") return port;
    if (end === "broken") break;
  }
  response.destroy();
  return null;
}

function attempt(
  message: IncomingMessage,
  response: ServerResponse,
  port: number,
  body: Buffer,
): Promise<"answered" | "refused" | "broken"> {
  return new Promise((resolve) => {
    const { method, url, headers } = message;
    const target = { host: "127.0.0.1", port, method, path: url, headers };
    const call = request(target, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once("error", () => resolve("broken"));
      answer.once("end", () => resolve("answered"));
    });
    call.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" ? "refused" : "broken"),
    );
    call.end(body);
  });
}
