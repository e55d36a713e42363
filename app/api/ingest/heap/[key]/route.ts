import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/errors";
import { toProblemResponse } from "@/lib/http/problem";
import { readText } from "@/lib/http/read-body";
import { ingestHeap } from "@/lib/services/inbox/ingest-heap";
import { processMetrics } from "@/lib/metrics";

const LIMITS = {
  rawBytesMax: 4 * 1024 * 1024,
  unpackedBytesMax: 16 * 1024 * 1024,
};
const FORMATS: Record<string, "json" | "lines"> = {
  "application/json": "json",
  "application/x-ndjson": "lines",
};

type RouteContext = { params: Promise<{ key: string }> };

/** Where Heap events are posted. A 202 means: what it accepted is committed. */
export async function POST(
  request: Request,
  context: RouteContext,
): Promise<Response> {
  const { ingestDuration, ingestRequests } = processMetrics();
  const end = ingestDuration.startTimer();
  const response = await take(request, context);
  end();
  ingestRequests.inc({ status: response.status });
  return response;
}

async function take(
  request: Request,
  { params }: RouteContext,
): Promise<Response> {
  try {
    const { key } = await params;
    const format = formatOf(request);
    const text = await readText(request, LIMITS);
    const header = (name: string) => request.headers.get(name);
    const answer = await ingestHeap({ key, header, format, text });
    const { ingestRecords } = processMetrics();
    ingestRecords.inc({ outcome: "accepted" }, answer.accepted);
    ingestRecords.inc({ outcome: "duplicate" }, answer.duplicates);
    ingestRecords.inc({ outcome: "rejected" }, answer.rejected.length);
    return Response.json(answer, { status: 202 });
  } catch (error) {
    return toProblemResponse(error, randomUUID());
  }
}

function formatOf(request: Request): "json" | "lines" {
  const type =
    (request.headers.get("content-type") ?? "")
      .split(";")[0]
      ?.trim()
      .toLowerCase() ?? "";
  const format = FORMATS[type];
  if (format !== undefined) return format;
  throw new AppError(
    "unsupported_media_type",
    "Post application/json or application/x-ndjson.",
  );
}
