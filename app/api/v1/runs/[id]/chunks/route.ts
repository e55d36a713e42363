import { withWorkspace } from "@/lib/http/with-workspace";
import { listChunks } from "@/lib/services/run/chunks";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({
    data: await listChunks({ ctx, input: { runId: params.id } }),
    nextCursor: null,
  }),
);
