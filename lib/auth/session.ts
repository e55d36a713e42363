import { decode } from "next-auth/jwt";
import { env } from "../env";

/** next-auth's cookie; the second name is the one on https. */
const COOKIE_NAMES = [
  "next-auth.session-token",
  "__Secure-next-auth.session-token",
];

/** The user of a request's session cookie; null when there is none, or it isn't valid any more. */
export async function sessionUserId(request: {
  headers: Headers;
}): Promise<string | null> {
  const token = cookieOf(request.headers.get("cookie") ?? "");
  if (token === null) return null;
  try {
    const session = await decode({ token, secret: env().NEXTAUTH_SECRET });
    return session?.sub ?? null;
  } catch {
    return null;
  }
}

function cookieOf(header: string): string | null {
  for (const part of header.split(";")) {
    const [name, value] = part.trim().split("=");
    if (
      name !== undefined &&
      value !== undefined &&
      COOKIE_NAMES.includes(name)
    )
      return decodeURIComponent(value);
  }
  return null;
}
