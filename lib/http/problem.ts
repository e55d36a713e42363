import { z } from "zod";
import { AppError, type ErrorCode, type Problem } from "../errors";
import { logger } from "../logger";
import { whereThrown } from "../shared/where-thrown";

const STATUSES: Record<ErrorCode, number> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
};

const TITLES: Record<ErrorCode, string> = {
  bad_request: "The request has problems",
  unauthenticated: "Sign in, or send an API key",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "Refused as things stand",
  too_large: "Too large",
  unsupported_media_type: "Unsupported media type",
  too_many_requests: "Too many requests",
};

/** Turns whatever was thrown into RFC 9457 problem+json; what is ours stays hidden behind its request id. */
export function toProblemResponse(error: unknown, requestId: string): Response {
  if (error instanceof z.ZodError)
    return respond(
      "bad_request",
      "The request has problems.",
      problemsOf(error),
      requestId,
    );
  if (error instanceof AppError) {
    const { problems = [], retryAfterSeconds } = error.options;
    return respond(
      error.code,
      error.message,
      problems,
      requestId,
      retryAfterSeconds,
    );
  }
  const reason =
    error instanceof Error
      ? { name: error.name, where: whereThrown(error) }
      : { name: "unknown" };
  logger.error({ requestId, ...reason }, "a request failed");
  const detail = `Something went wrong on our side. Tell support this id: ${requestId}.`;
  return body(500, { title: "Our fault", detail, errors: [], requestId }, {});
}

function respond(
  code: ErrorCode,
  detail: string,
  errors: Problem[],
  requestId: string,
  retryAfterSeconds?: number,
): Response {
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined)
    headers["retry-after"] = String(retryAfterSeconds);
  return body(
    STATUSES[code],
    { title: TITLES[code], detail, errors, requestId },
    headers,
  );
}

function body(
  status: number,
  members: object,
  headers: Record<string, string>,
): Response {
  return new Response(
    JSON.stringify({ type: "about:blank", status, ...members }),
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...headers,
      },
    },
  );
}

function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.map(({ path, message }) => ({
    path: path.join("."),
    message,
  }));
}
