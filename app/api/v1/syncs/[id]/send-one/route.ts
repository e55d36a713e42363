import { withWorkspace } from "@/lib/http/with-workspace";
import { sendOne } from "@/lib/services/sync/send-one";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(await sendOne({ ctx, input: { id: params.id, body } })),
);
