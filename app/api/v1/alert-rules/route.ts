import { withWorkspace } from "@/lib/http/with-workspace";
import { createRule, listRules } from "@/lib/services/alert/rules";

export const GET = withWorkspace(async ({ ctx }) =>
  Response.json(await listRules({ ctx })),
);

export const POST = withWorkspace(async ({ ctx, body }) =>
  Response.json(await createRule({ ctx, input: body }), { status: 201 }),
);
