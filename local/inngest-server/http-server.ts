import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { isDatabaseAway } from "./database";

export type HttpAnswer = { status: number; body: unknown };
export type HttpQuestion = {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  text: () => Promise<string>;
};

const BODY_BYTES_MAX = 16_777_216;

class BodyTooLargeError extends Error {}

/** An HTTP server that answers in JSON; an answer that can't be given for want of the database is 503. */
export async function listen(
  options: { host: string; port: number; log: Logger },
  answer: (question: HttpQuestion) => Promise<HttpAnswer>,
): Promise<{ server: Server; url: string }> {
  const server = createServer((message, response) => {
    void respond(message, response, options.log, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  const port =
    address !== null && typeof address === "object"
      ? address.port
      : options.port;
  return { server, url: `http://${options.host}:${port}` };
}

/** The form of all errors: `{"error","status","data"}`. */
export function refusal(status: number, error: string): HttpAnswer {
  return { status, body: { error, status, data: null } };
}

async function respond(
  message: IncomingMessage,
  response: ServerResponse,
  log: Logger,
  answer: (question: HttpQuestion) => Promise<HttpAnswer>,
): Promise<void> {
  const path = (message.url ?? "/").split("?")[0] ?? "/";
  const { status, body } = await answer({
    method: message.method ?? "GET",
    path,
    headers: message.headers,
    text: () => readText(message),
  }).catch((error: unknown) => {
    if (error instanceof BodyTooLargeError) {
      return refusal(413, `The body is larger than ${BODY_BYTES_MAX} bytes`);
    }
    log.error({ problem: String(error) }, "request failed");
    return isDatabaseAway(error)
      ? refusal(503, "The database is away")
      : refusal(500, "Internal error");
  });
  response.writeHead(status, {
    "content-type":
      typeof body === "string" ? "text/plain" : "application/json",
    "x-inngest-server-kind": "cloud",
  });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) throw new BodyTooLargeError();
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString("utf8");
}
