import { withWorkspace } from "@/lib/http/with-workspace";
import { previewTable } from "@/lib/services/connect/warehouse/preview";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(await previewTable({ ctx, input: { id: params.id, body } })),
);
