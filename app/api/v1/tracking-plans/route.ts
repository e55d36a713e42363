import { withWorkspace } from "@/lib/http/with-workspace";
import { PageInput } from "@/lib/services/page";
import { createPlan, listPlans } from "@/lib/services/tracking-plan/manage";

export const GET = withWorkspace(async ({ ctx, query }) =>
  Response.json(
    await listPlans({ ctx, input: PageInput.parse(Object.fromEntries(query)) }),
  ),
);

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await createPlan({ ctx, input: body }), { status: 201 }),
);
