import { withWorkspace } from "@/lib/http/with-workspace";
import { listEventNames } from "@/lib/services/inbox/event-names";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({
    data: await listEventNames({ ctx, input: { connectionId: params.id } }),
    nextCursor: null,
  }),
);
