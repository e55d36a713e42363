import { z } from "zod";
import type { Problem } from "../errors";

const ProblemBody = z.object({
  detail: z.string(),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .default([]),
});

const PACKED_CHARACTERS_MIN = 500_000;

/** What the API refused, in words for people; `problems` name the fields. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    message: string,
    readonly status: number,
    readonly problems: Problem[],
  ) {
    super(message);
  }
}

type Call = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
};

/** Calls our own REST API with the session's cookie. Throws ApiError. */
export async function callApi<T>(
  path: string,
  schema: z.ZodType<T>,
  { method = "GET", body, signal }: Call = {},
): Promise<T> {
  const response = await send(path, {
    method,
    ...(body === undefined ? {} : await packed(JSON.stringify(body))),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status === 401) signInAgain();
  if (!response.ok) throw await toApiError(response);
  const answer: unknown =
    response.status === 204 ? undefined : await response.json();
  return schema.parse(answer);
}

/** Long bodies go as gzip: the API takes more of them so, and they arrive sooner. */
async function packed(
  text: string,
): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const headers = { "content-type": "application/json" };
  if (text.length < PACKED_CHARACTERS_MIN) return { body: text, headers };
  const stream = new Blob([text])
    .stream()
    .pipeThrough(new CompressionStream("gzip"));
  return {
    body: await new Response(stream).blob(),
    headers: { ...headers, "content-encoding": "gzip" },
  };
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError")
      throw error;
    throw new ApiError("Sluice can't be reached. Trying again.", 0, []);
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const body = ProblemBody.safeParse(
    await response.json().catch(() => undefined),
  );
  return body.success
    ? new ApiError(body.data.detail, response.status, body.data.errors)
    : new ApiError(`Sluice answered ${response.status}.`, response.status, []);
}

/** The session is over: back to this page after signing in. */
function signInAgain(): void {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?from=${encodeURIComponent(here)}`);
}

/** A list as the API answers it. */
export const pageOf = <T>(item: z.ZodType<T>) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });
