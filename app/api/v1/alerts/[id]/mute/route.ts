import { withWorkspace } from "@/lib/http/with-workspace";
import { muteAlert } from "@/lib/services/alert/mutes";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(await muteAlert({ ctx, input: { ...params, body } })),
);
