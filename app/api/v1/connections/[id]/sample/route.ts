import { withWorkspace } from "@/lib/http/with-workspace";
import { sendSample } from "@/lib/services/inbox/send-sample";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(await sendSample({ ctx, input: { id: params.id, body } }), {
      status: 202,
    }),
);
