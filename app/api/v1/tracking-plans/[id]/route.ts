import { withWorkspace } from "@/lib/http/with-workspace";
import { readPlan } from "@/lib/services/tracking-plan/manage";
import { removePlan } from "@/lib/services/tracking-plan/remove";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await readPlan({ ctx, input: params })),
);

export const DELETE = withWorkspace<{ id: string }>(async ({ ctx, params }) => {
  await removePlan({ ctx, input: params });
  return new Response(null, { status: 204 });
});
