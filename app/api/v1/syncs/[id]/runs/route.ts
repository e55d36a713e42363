import { withWorkspace } from "@/lib/http/with-workspace";
import { startRun } from "@/lib/services/run/start";

export const POST = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(
      { run: await startRun({ ctx, input: { syncId: params.id, body } }) },
      { status: 201 },
    ),
);
