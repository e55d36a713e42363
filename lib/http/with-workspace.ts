import { randomUUID } from "node:crypto";
import { badRequest } from "../errors";
import { logger } from "../logger";
import type { Context } from "../services/context";
import { authenticate } from "./authenticate";
import { answerOnce } from "./idempotency";
import { parseBody } from "./parse-body";
import { toProblemResponse } from "./problem";
import { readText } from "./read-body";

const NUL_IN_URL = "%00";
const BODY_LIMITS = {
  rawBytesMax: 4 * 1024 * 1024,
  unpackedBytesMax: 16 * 1024 * 1024,
};

export type Call<Params> = {
  ctx: Context;
  params: Params;
  query: URLSearchParams;
  header: (name: string) => string | null;
  /** The parsed JSON body; undefined where there is none. */
  body: unknown;
};

type RouteContext<Params> = { params: Promise<Params> };

/**
 * The one wrapper of every REST route: says who asks and for which workspace,
 * parses the body, honours Idempotency-Key, and translates errors.
 */
export function withWorkspace<Params = unknown>(
  handle: (call: Call<Params>) => Promise<Response>,
) {
  return async (
    request: Request,
    context: RouteContext<Params>,
  ): Promise<Response> => {
    const requestId = randomUUID();
    const startedAt = Date.now();
    const response = await answer(request, context, handle).catch(
      (error: unknown) => toProblemResponse(error, requestId),
    );
    response.headers.set("x-request-id", requestId);
    if (!response.headers.has("cache-control"))
      response.headers.set("cache-control", "no-store");
    const { pathname } = new URL(request.url);
    logger.info(
      {
        requestId,
        method: request.method,
        path: pathname,
        status: response.status,
        ms: Date.now() - startedAt,
      },
      "request",
    );
    return response;
  };
}

async function answer<Params>(
  request: Request,
  context: RouteContext<Params>,
  handle: (call: Call<Params>) => Promise<Response>,
): Promise<Response> {
  const ctx = await authenticate(request);
  if (request.url.includes(NUL_IN_URL))
    throw badRequest("An address may not hold the character NUL.");
  const text =
    request.method === "GET" || request.method === "DELETE"
      ? ""
      : await readText(request, BODY_LIMITS);
  const call = {
    ctx,
    params: await context.params,
    query: new URL(request.url).searchParams,
    header: (name: string) => request.headers.get(name),
    body: parseBody(text),
  };
  const key =
    request.method === "POST" ? request.headers.get("idempotency-key") : null;
  if (key === null) return handle(call);
  const { pathname } = new URL(request.url);
  return answerOnce({ ctx, key, request: `${pathname}\n${text}` }, () =>
    handle(call),
  );
}
