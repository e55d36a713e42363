export type Problem = { path: string; message: string };

/** What went wrong, as the one door (lib/http) translates it into a status. */
export type ErrorCode =
  | "bad_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "unsupported_media_type"
  | "too_many_requests";

/**
 * An error whose message is meant for the person who caused it. Anything else
 * that is thrown is ours: people see a fixed sentence and an id for support.
 */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly options: { problems?: Problem[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
  }
}

export const notFound = (what: string) =>
  new AppError("not_found", `There is no such ${what} in this workspace.`);

export const conflict = (message: string) => new AppError("conflict", message);

export const badRequest = (message: string, problems: Problem[] = []) =>
  new AppError("bad_request", message, { problems });
