import { withWorkspace } from "@/lib/http/with-workspace";
import { getRule, removeRule, updateRule } from "@/lib/services/alert/rules";

export const GET = withWorkspace<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await getRule({ ctx, input: params })),
);

export const PATCH = withWorkspace<{ id: string }>(
  async ({ ctx, params, body }) =>
    Response.json(await updateRule({ ctx, input: { ...params, patch: body } })),
);

export const DELETE = withWorkspace<{ id: string }>(async ({ ctx, params }) => {
  await removeRule({ ctx, input: params });
  return new Response(null, { status: 204 });
});
