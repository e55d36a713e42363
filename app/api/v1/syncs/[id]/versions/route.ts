import { withWorkspace } from "@/lib/http/with-workspace";
import { listVersions } from "@/lib/services/sync/versions";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({
    data: await listVersions({ ctx, input: params }),
    nextCursor: null,
  }),
);
