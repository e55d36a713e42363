import { AppError } from "../errors";
import { sessionUserId } from "../auth/session";
import { contextOfApiKey } from "../services/api-key/api-key-row";
import { contextOfMember } from "../services/workspace/membership";
import type { Context } from "../services/context";

const BEARER = /^Bearer (.+)$/i;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Who asks: an API key, or else a session cookie with the workspace that the
 * header `Sluice-Workspace` names. A cookie is sent by browsers unasked, so a
 * write by cookie must come from our own pages. Throws AppError.
 */
export async function authenticate(request: Request): Promise<Context> {
  const bearer = BEARER.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) {
    const ctx = await contextOfApiKey(bearer, new Date());
    if (ctx === null)
      throw new AppError(
        "unauthenticated",
        "This API key is not known, or was revoked.",
      );
    return ctx;
  }
  const userId = await sessionUserId(request);
  if (userId === null)
    throw new AppError("unauthenticated", "Sign in, or send an API key.");
  if (!SAFE_METHODS.has(request.method)) requireSameOrigin(request);
  const ctx = await contextOfMember(
    userId,
    request.headers.get("sluice-workspace"),
  );
  if (ctx === null)
    throw new AppError("not_found", "There is no such workspace for you.");
  return ctx;
}

function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin") return;
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  if (
    site === null &&
    origin !== null &&
    URL.canParse(origin) &&
    new URL(origin).host === host
  )
    return;
  throw new AppError(
    "forbidden",
    "A change with a session must come from Sluice's own pages.",
  );
}
