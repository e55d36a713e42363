import { jsonAnswer, type Answer } from "../http/answer";

// Browsers post from any page, with these headers.
const CORS = { "access-control-allow-origin": "*" };
const PREFLIGHT = {
  ...CORS,
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "Authorization, Content-Type, X-Retry-Count",
  "access-control-max-age": "86400",
};
const PIXEL = Buffer.from(
  "R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==",
  "base64",
);

export function preflight(): Answer {
  return { status: 204, headers: PREFLIGHT, body: "" };
}

export function success(): Answer {
  return jsonAnswer(200, { success: true }, CORS);
}

export function settingsFound(settings: unknown): Answer {
  return jsonAnswer(200, settings, CORS);
}

export function pixel(): Answer {
  return {
    status: 200,
    headers: { ...CORS, "content-type": "image/gif" },
    body: PIXEL,
  };
}

/**
 * Some official clients read `code` and `message`, others `error`, and one
 * parses every body as JSON: so a failure carries all of them.
 */
export function failure(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const body = { success: false, code, message, error: message };
  return jsonAnswer(status, body, { ...CORS, ...headers });
}

/** Both headers are in whole seconds to wait. */
export function retryHeaders(seconds: number): Record<string, string> {
  return {
    "retry-after": String(seconds),
    "x-ratelimit-reset": String(seconds),
  };
}
