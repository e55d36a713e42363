import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "@/lib/auth/options";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

const handler = (
  request: NextRequest,
  context: RouteContext,
): Promise<Response> =>
  NextAuth(
    request as never,
    context as never,
    authOptions(),
  ) as Promise<Response>;

export { handler as GET, handler as POST };
