import { withWorkspace } from "@/lib/http/with-workspace";
import { checkSync } from "@/lib/services/sync/check";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({ data: await checkSync({ ctx, input: params }) }),
);
