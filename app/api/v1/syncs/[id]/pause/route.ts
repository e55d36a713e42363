import { withWorkspace } from "@/lib/http/with-workspace";
import { pauseSync } from "@/lib/services/sync/lifecycle";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({ sync: await pauseSync({ ctx, input: params }) }),
);
