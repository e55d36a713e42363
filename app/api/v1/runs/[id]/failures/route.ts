import { withWorkspace } from "@/lib/http/with-workspace";
import { listFailures } from "@/lib/services/run/failures";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({
    data: await listFailures({ ctx, input: { runId: params.id } }),
    nextCursor: null,
  }),
);
