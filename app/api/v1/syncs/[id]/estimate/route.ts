import { withWorkspace } from "@/lib/http/with-workspace";
import { estimateRun } from "@/lib/services/snapshot/estimate";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json({
      estimate: await estimateRun({ ctx, input: { id: params.id, body } }),
    }),
);
