import { withWorkspace } from "@/lib/http/with-workspace";
import { getConnection } from "@/lib/services/connection/read";
import { removeConnection } from "@/lib/services/connection/remove";
import { updateConnection } from "@/lib/services/connection/update";

type Params = { id: string };

export const GET = withWorkspace<Params>(async ({ ctx, params }) =>
  Response.json(await getConnection({ ctx, input: params })),
);

export const PATCH = withWorkspace<Params>(async ({ ctx, params, body }) =>
  Response.json(
    await updateConnection({ ctx, input: { id: params.id, patch: body } }),
  ),
);

export const DELETE = withWorkspace<Params>(async ({ ctx, params }) => {
  await removeConnection({ ctx, input: params });
  return new Response(null, { status: 204 });
});
