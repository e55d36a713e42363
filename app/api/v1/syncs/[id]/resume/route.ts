import { withWorkspace } from "@/lib/http/with-workspace";
import { resumeSync } from "@/lib/services/sync/lifecycle";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({ sync: await resumeSync({ ctx, input: params }) }),
);
