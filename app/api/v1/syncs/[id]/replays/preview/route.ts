import { withWorkspace } from "@/lib/http/with-workspace";
import { previewRange } from "@/lib/services/replay/preview-range";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      await previewRange({ ctx, input: { syncId: params.id, body } }),
    ),
);
