import { withWorkspace } from "@/lib/http/with-workspace";
import { compareSync } from "@/lib/services/sync/compare";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(await compareSync({ ctx, input: { id: params.id, body } })),
);
