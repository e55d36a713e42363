import { withWorkspace } from "@/lib/http/with-workspace";
import { refreshPlan } from "@/lib/services/tracking-plan/refresh";

export const POST = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await refreshPlan({ ctx, input: params })),
);
