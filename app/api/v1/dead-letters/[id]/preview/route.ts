import { withWorkspace } from "@/lib/http/with-workspace";
import { previewLetter } from "@/lib/services/replay/retry-letter";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json({
      result: await previewLetter({ ctx, input: { id: params.id, body } }),
    }),
);
