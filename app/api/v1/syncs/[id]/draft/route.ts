import { withWorkspace } from "@/lib/http/with-workspace";
import { saveDraft } from "@/lib/services/sync/draft";

export const PUT = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(await saveDraft({ ctx, input: { id: params.id, body } })),
);
