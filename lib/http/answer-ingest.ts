import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../errors";
import { processMetrics } from "../metrics";
import { refuseWhenOverloaded } from "../services/inbox/admission";
import type { IngestAnswer } from "../services/inbox/ingest-heap";
import type { HeapReply } from "../services/inbox/take-heap-post";
import { toProblemResponse } from "./problem";
import { readBody } from "./read-body";

const LIMITS = {
  rawBytesMax: 4 * 1024 * 1024,
  unpackedBytesMax: 16 * 1024 * 1024,
};
const FORMATS: Record<string, "json" | "lines"> = {
  "application/json": "json",
  "application/x-ndjson": "lines",
};

type Posted = {
  header: (name: string) => string | null;
  format: "json" | "lines";
  /** The body byte for byte: what is no UTF-8 is refused, so signatures can be checked over it. */
  text: string;
};

/** Reads what was posted at an ingest address, has it taken, and answers that or why not. */
export async function answerIngest(
  request: IncomingMessage,
  response: ServerResponse,
  take: (posted: Posted) => Promise<HeapReply>,
): Promise<void> {
  if (request.method !== "POST") {
    response.writeHead(405, { allow: "POST" }).end();
    return;
  }
  const { ingestDuration, ingestRequests } = processMetrics();
  const end = ingestDuration.startTimer();
  await answer(request, response, take);
  end();
  ingestRequests.inc({ status: response.statusCode });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  take: (posted: Posted) => Promise<HeapReply>,
): Promise<void> {
  try {
    refuseWhenOverloaded();
    const header = (name: string) => headerOf(request, name);
    const format = formatOf(header("content-type"));
    const text = await readBody(
      // Left open when reading stops early, so that the answer says why.
      request.iterator({ destroyOnReturn: false }),
      header("content-encoding"),
      LIMITS,
    );
    const { status, body } = await take({ header, format, text });
    if (status === 202) countRecords(body);
    send(response, status, body);
  } catch (error) {
    // Whoever hung up while sending reads no answer.
    if (request.destroyed && !request.complete) return;
    await sendProblem(response, error);
  }
}

function countRecords(taken: IngestAnswer): void {
  const { ingestRecords } = processMetrics();
  ingestRecords.inc({ outcome: "accepted" }, taken.accepted);
  ingestRecords.inc({ outcome: "duplicate" }, taken.duplicates);
  ingestRecords.inc({ outcome: "rejected" }, taken.rejected.length);
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) ?? null;
}

function formatOf(contentType: string | null): "json" | "lines" {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const format = FORMATS[type];
  if (format !== undefined) return format;
  throw new AppError(
    "unsupported_media_type",
    "Post application/json or application/x-ndjson.",
  );
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function sendProblem(
  response: ServerResponse,
  error: unknown,
): Promise<void> {
  const problem = toProblemResponse(error, randomUUID());
  response.writeHead(problem.status, Object.fromEntries(problem.headers));
  response.end(await problem.text());
}
