import { withWorkspace } from "@/lib/http/with-workspace";
import { cancelRun } from "@/lib/services/run/cancel";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json({ run: await cancelRun({ ctx, input: params }) }),
);
