import { withWorkspace } from "@/lib/http/with-workspace";
import { previewTrait } from "@/lib/services/trait/preview";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      await previewTrait({ ctx, input: { connectionId: params.id, body } }),
    ),
);
