import { withWorkspace } from "@/lib/http/with-workspace";
import { replayRange } from "@/lib/services/replay/start-range";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      { run: await replayRange({ ctx, input: { syncId: params.id, body } }) },
      { status: 201 },
    ),
);
