import { randomUUID } from "node:crypto";
import { authenticate } from "@/lib/http/authenticate";
import { isMarkedLocal } from "@/lib/http/peer";
import { toProblemResponse } from "@/lib/http/problem";
import { exposeMetrics } from "@/lib/services/metrics/expose";

/** For Prometheus: with an API key its workspace's numbers, from this machine all. */
export async function GET(request: Request): Promise<Response> {
  try {
    return new Response(await exposeMetrics(await workspaceOf(request)), {
      headers: {
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return toProblemResponse(error, randomUUID());
  }
}

async function workspaceOf(request: Request): Promise<string | null> {
  const isAnonymous = !request.headers.has("authorization");
  if (isAnonymous && isMarkedLocal(request)) return null;
  return (await authenticate(request)).workspaceId;
}
