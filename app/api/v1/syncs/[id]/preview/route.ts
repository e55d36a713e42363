import { withWorkspace } from "@/lib/http/with-workspace";
import { previewSync } from "@/lib/services/sync/preview";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json({
      results: await previewSync({ ctx, input: { id: params.id, body } }),
    }),
);
