import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { functions } from "@/inngest/index";
import { inngest } from "@/inngest/client";
import { env } from "@/lib/env";

export const maxDuration = 300;

const handlers = serve({ client: inngest, functions });

type Handler = (request: NextRequest, context: unknown) => Promise<Response>;

/** Only the worker runs steps, so that a heavy sync never slows a page down. */
const workerOnly =
  (handler: Handler): Handler =>
  async (request, context) =>
    env().SLUICE_ROLE === "web"
      ? new Response(null, { status: 404 })
      : handler(request, context);

export const GET = workerOnly(handlers.GET);
export const POST = workerOnly(handlers.POST);
export const PUT = workerOnly(handlers.PUT);
