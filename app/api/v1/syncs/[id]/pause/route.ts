import { withWorkspace } from "@/lib/http/with-workspace";
import { pauseSync } from "@/lib/services/sync/lifecycle";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json({
      sync: await pauseSync({ ctx, input: { id: params.id, body } }),
    }),
);
