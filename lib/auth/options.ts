import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "../env";
import { signIn } from "../services/workspace/sign-in";

const SESSION_SECONDS = 12 * 60 * 60;

/** Sign-in by e-mail and password; the session is a signed cookie that holds the user's id. */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(credentials, request) {
          if (credentials === undefined) return null;
          const { email, password } = credentials;
          const outcome = await signIn({
            email,
            password,
            address: addressOf(request.headers),
            now: new Date(),
          });
          if (outcome.kind === "throttled") throw new Error("throttled");
          return outcome.kind === "signed-in" ? outcome.user : null;
        },
      }),
    ],
  };
}

/** The last hop is what our own proxy wrote; all before it is the client's word. */
function addressOf(headers: Record<string, unknown> | undefined): string {
  const forwarded: unknown = headers?.["x-forwarded-for"];
  return typeof forwarded === "string"
    ? (forwarded.split(",").at(-1)?.trim() ?? "unknown")
    : "unknown";
}
