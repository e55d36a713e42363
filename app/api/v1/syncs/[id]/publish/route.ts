import { withWorkspace } from "@/lib/http/with-workspace";
import { publishSync } from "@/lib/services/sync/lifecycle";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json({
      sync: await publishSync({ ctx, input: { id: params.id, body } }),
    }),
);
